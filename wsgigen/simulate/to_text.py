"""Transcript -> lines that fit 80 columns, and rows of a table."""

from collections.abc import Iterator
from textwrap import wrap

from wsgigen.simulate.grouping import grouped
from wsgigen.simulate.question import describe
from wsgigen.simulate.replay import MAX_ROUNDS
from wsgigen.simulate.round_text import cause, sentences, state, wrong_beliefs
from wsgigen.simulate.transcript import Transcript, Verdict
from wsgigen.text.phrases import join_some

HEADINGS = ("resource", "nodes", "Pacemaker believes", "really")


def lines(transcript: Transcript) -> Iterator[str]:
    """Return the question and the rounds."""
    yield from _wrapped("question", describe(transcript.question))
    yield from _wrapped("scheduler", f"Pacemaker {transcript.version}, crm_simulate")
    for note in transcript.notes:
        yield from _wrapped("note", note)
    for number, round in enumerate(transcript.rounds, 1):
        causes = cause(round, number, before_question=transcript.before_question)
        yield ""
        yield from _wrapped(f"round {number}", "; ".join(causes))
        for heading, sentence in sentences(round):
            yield from _wrapped(f"  {heading}", sentence)


def rows(transcript: Transcript) -> Iterator[tuple[str, str, str, str]]:
    """Return a row for each resource, as it is when the last round is over."""
    beliefs = (
        ((belief.resource, state(belief.believed), state(belief.real)), belief.node)
        for belief in transcript.rounds[-1].beliefs
    )
    for (resource, believed, real), nodes in grouped(beliefs):
        yield resource, ", ".join(nodes), believed, real


def summary(transcript: Transcript) -> str:
    """Return the verdict in one sentence."""
    ending = f"{transcript.verdict}: {_explanation(transcript)}"
    if transcript.before_question:
        return f"{ending} (without any question: the cluster comes up like this)"
    return ending


def _explanation(transcript: Transcript) -> str:
    return {
        Verdict.AGREE: "what Pacemaker believes is so, in every round",
        Verdict.DIVERGE: _divergence(transcript),
        Verdict.LIVELOCK: "the cluster comes back to a state in which it was: this never ends",
        Verdict.INVALID: "actions wait for each other in a circle: none of them is ever done",
        Verdict.UNDECIDED: f"no end after {MAX_ROUNDS} rounds",
    }[transcript.verdict]


def _divergence(transcript: Transcript) -> str:
    wrong = "; ".join(
        f"{join_some(resources)} on {join_some(nodes)}"
        for _, nodes, resources in wrong_beliefs(transcript.rounds[-1].diverging)
    )
    if wrong:
        return f"at the end Pacemaker is wrong about {wrong}"
    return "resources went down that Pacemaker did nothing to"


def summary_lines(transcript: Transcript) -> list[str]:
    """Return the verdict in lines that fit."""
    return wrap(summary(transcript), 79, break_long_words=False, break_on_hyphens=False)


def _wrapped(heading: str, sentence: str) -> list[str]:
    return wrap(
        sentence,
        79,
        initial_indent=f"{heading:<12} ",
        subsequent_indent=" " * 13,
        break_long_words=False,
        break_on_hyphens=False,
    )
