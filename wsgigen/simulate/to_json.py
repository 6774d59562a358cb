"""Transcript -> plain values, for JSON."""

from dataclasses import asdict
from typing import Any

from wsgigen.simulate.question import describe
from wsgigen.simulate.to_text import summary
from wsgigen.simulate.transcript import Round, Transcript

#: Keys of the output that are called otherwise here.
_KEYS = {"changes": "steps", "beliefs": "standings", "races": "crossings"}


def to_json(transcript: Transcript) -> dict[str, Any]:
    """Return the transcript as plain values.

    Intervals are in milliseconds, codes those of OCF (0 running, 1 broken, 7 not running).
    """
    return {
        "question": {**asdict(transcript.question), "words": describe(transcript.question)},
        "pacemaker": transcript.version,
        "verdict": transcript.verdict,
        "summary": summary(transcript),
        "before_question": transcript.before_question,
        "notes": list(transcript.notes),
        "rounds": [_round(round) for round in transcript.rounds],
    }


def _round(round: Round) -> dict[str, Any]:
    values = {_KEYS.get(name, name): value for name, value in asdict(round).items()}
    values["lost"] = [lost._asdict() for lost in round.lost]
    values["interrupted"] = [interrupted._asdict() for interrupted in round.interrupted]
    return values
