"""Transcript -> plain values, for JSON."""

from dataclasses import asdict
from typing import Any

from wsgigen.simulate.question import words
from wsgigen.simulate.to_text import verdict
from wsgigen.simulate.transcript import Round, Transcript


def plain(transcript: Transcript) -> dict[str, Any]:
    """The whole; intervals are in milliseconds, codes those of OCF (0 running, 1 broken, 7 not running)."""
    return {
        "question": {**asdict(transcript.question), "words": words(transcript.question)},
        "pacemaker": transcript.version,
        "verdict": transcript.verdict,
        "summary": verdict(transcript),
        "before_question": transcript.early,
        "notes": list(transcript.notes),
        "rounds": [_round(one) for one in transcript.rounds],
    }


def _round(one: Round) -> dict[str, Any]:
    return {
        **asdict(one),
        "lost": [{"resource": resource, "node": node} for resource, node in one.lost],
        "interrupted": [{"service": service, "node": node} for service, node in one.interrupted],
    }
