"""Transcript -> lines that fit 80 columns, and rows of a table."""

from collections.abc import Hashable, Iterable, Iterator
from textwrap import wrap
from typing import TypeVar

from wsgigen.simulate.history import RUNNING, Report
from wsgigen.simulate.outcome import Action
from wsgigen.simulate.question import words
from wsgigen.simulate.replay import ROUNDS
from wsgigen.simulate.transcript import (
    AGREE,
    INVALID,
    LIVELOCK,
    PART,
    STARTS,
    STOPS,
    UNDECIDED,
    Round,
    Standing,
    Transcript,
)
from wsgigen.text.phrases import join_some

HEADINGS = ("resource", "nodes", "Pacemaker believes", "really")

_Key = TypeVar("_Key", bound=Hashable)


def lines(transcript: Transcript) -> Iterator[str]:
    """Round by round: what Pacemaker does, what that does to the units, and what it does not know."""
    yield from _wrapped("question", words(transcript.question))
    yield from _wrapped("scheduler", f"Pacemaker {transcript.version}, crm_simulate")
    for note in transcript.notes:
        yield from _wrapped("note", note)
    for number, one in enumerate(transcript.rounds, 1):
        yield ""
        yield from _wrapped(f"round {number}", "; ".join(_cause(one, number, transcript)))
        for heading, said in _round(one):
            yield from _wrapped(f"  {heading}", said)


def rows(transcript: Transcript) -> Iterator[tuple[str, str, str, str]]:
    """A row for each resource and what is believed of it and so, when the last round is over."""
    pairs = (
        ((one.resource, _state(one.believed), _state(one.real)), one.node)
        for one in transcript.rounds[-1].standings
    )
    for (resource, believed, real), nodes in _together(pairs):
        yield resource, ", ".join(nodes), believed, real


def verdict(transcript: Transcript) -> str:
    """What it comes to, in one sentence."""
    last = transcript.rounds[-1]
    wrong = "; ".join(
        f"{join_some(resources)} on {join_some(nodes)}"
        for (_, _, nodes), resources in _parted(last.parted)
    )
    said = {
        AGREE: "what Pacemaker believes is so, in every round",
        PART: f"at the end Pacemaker is wrong about {wrong}"
        if last.parted
        else "resources went down that Pacemaker did nothing to",
        LIVELOCK: "the cluster comes back to a state in which it was: this never ends",
        INVALID: "actions wait for each other in a circle: none of them is ever done",
        UNDECIDED: f"no end after {ROUNDS} rounds",
    }[transcript.verdict]
    return f"{transcript.verdict}: {said}{' (without any question: the cluster comes up like this)' if transcript.early else ''}"


def ending(transcript: Transcript) -> list[str]:
    """The verdict in lines that fit."""
    return wrap(verdict(transcript), 79, break_long_words=False, break_on_hyphens=False)


def _cause(one: Round, number: int, transcript: Transcript) -> Iterator[str]:
    if number == 1:
        yield "the cluster comes up" if transcript.early else "the question"
    elif one.reports:
        yield from _found(one.reports, "monitors")
    else:
        yield "what is left to do"
    yield from _found(one.probes, "probes")


def _found(reports: Iterable[Report], what: str) -> Iterator[str]:
    """What was found, the resources of which the same is so in one phrase."""
    alike = _together(((one.resource, one.code), one.node) for one in reports)
    for (code, nodes), resources in _together(
        ((code, nodes), resource) for (resource, code), nodes in alike
    ):
        yield f"{what} find {join_some(resources)} {'running' if code == RUNNING else 'not running'} on {join_some(nodes)}"


def _round(one: Round) -> Iterator[tuple[str, str]]:
    for said in _actions(one.actions):
        yield "Pacemaker", said
    for said in _actions(one.undone):
        yield "never done", said
    changed = (
        ((step.unit, step.effect), step.node)
        for step in one.steps
        if step.effect in (STARTS, STOPS)
    )
    for (unit, effect), nodes in _together(changed):
        yield "unit", f"{unit} {effect} on {join_some(nodes)}"
    for nodes, services in _swapped(one.interrupted):
        yield "cut off", f"{', '.join(services)} on {join_some(nodes)}"
    for (unit, stops, starts), nodes in _together(
        ((each.unit, each.stops, each.starts), each.node) for each in one.crossings
    ):
        yield (
            "may hang",
            f"{unit} on {join_some(nodes)}: stopped for {join_some(stops)} and started for {join_some(starts)} at one time",
        )
    back = set(one.lost) - {(each.resource, each.node) for each in one.parted}
    for nodes, resources in _swapped(sorted(back)):
        yield (
            "unasked",
            f"{join_some(resources)} on {join_some(nodes)}: down for a while, and Pacemaker did nothing to them",
        )
    for (believed, real, nodes), resources in _parted(one.parted):
        yield (
            "believed",
            f"{join_some(resources)} on {join_some(nodes)}: {_state(believed)}, but really {_state(real)}",
        )


def _actions(actions: Iterable[Action]) -> Iterator[str]:
    for one in actions:
        if len(one.nodes) > 1:
            yield f"{one.action} {one.resource} from {' to '.join(one.nodes)}"
        elif not one.resource:
            yield f"{one.action} of {''.join(one.nodes)}: {one.reason}"
    alike = _together(
        ((one.action, one.resource), one.nodes[0])
        for one in actions
        if one.resource and len(one.nodes) == 1
    )
    for (action, nodes), resources in _together(
        ((action, nodes), name) for (action, name), nodes in alike
    ):
        yield f"{action} {join_some(resources)} on {join_some(nodes)}"


def _parted(
    standings: Iterable[Standing],
) -> Iterator[tuple[tuple[bool, bool, tuple[str, ...]], tuple[str, ...]]]:
    alike = _together(((one.resource, one.believed, one.real), one.node) for one in standings)
    return _together(
        ((believed, real, nodes), resource) for (resource, believed, real), nodes in alike
    )


def _swapped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The nodes, and the names that share them."""
    return _together((nodes, name) for name, nodes in _together(pairs))


def _together(pairs: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, tuple[str, ...]]]:
    """What has the same key, once, in the order in which it came."""
    found: dict[_Key, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    for key, values in found.items():
        yield key, tuple(values)


def _state(runs: bool) -> str:
    return "running" if runs else "stopped"


def _wrapped(heading: str, said: str) -> list[str]:
    return wrap(
        said,
        79,
        initial_indent=f"{heading:<12} ",
        subsequent_indent=" " * 13,
        break_long_words=False,
        break_on_hyphens=False,
    )
