"""Round -> what happened in it, as headings and sentences."""

from collections.abc import Iterable, Iterator

from wsgigen.simulate.grouping import grouped, regrouped
from wsgigen.simulate.history import RUNNING, MonitorResult
from wsgigen.simulate.outcome import ScheduledAction
from wsgigen.simulate.transcript import Belief, Effect, Round
from wsgigen.text.phrases import join_some


def cause(round: Round, number: int, *, before_question: bool) -> Iterator[str]:
    """Return why round *number* came about."""
    if number == 1:
        yield "the cluster comes up" if before_question else "the question"
    elif round.reports:
        yield from _results(round.reports, "monitors")
    else:
        yield "the remaining actions"
    yield from _results(round.probes, "probes")


def sentences(round: Round) -> Iterator[tuple[str, str]]:
    """Return what Pacemaker did, what came of it, and what it does not know."""
    for sentence in _actions(round.actions):
        yield "Pacemaker", sentence
    for sentence in _actions(round.undone):
        yield "never done", sentence
    yield from _unit_changes(round)
    yield from _races(round)
    yield from _unasked(round)
    for (believed, real), nodes, resources in wrong_beliefs(round.diverging):
        subject = f"{join_some(resources)} on {join_some(nodes)}"
        yield "believed", f"{subject}: {state(believed)}, but really {state(real)}"


def wrong_beliefs(
    beliefs: Iterable[Belief],
) -> Iterator[tuple[tuple[bool, bool], tuple[str, ...], tuple[str, ...]]]:
    """Return belief and reality, with the nodes and resources where they are alike."""
    pairs = (((belief.resource, (belief.believed, belief.real)), belief.node) for belief in beliefs)
    for (states, nodes), resources in regrouped(pairs):
        yield states, nodes, resources


def state(runs: bool) -> str:
    """Return the word for a unit that runs or does not."""
    return "running" if runs else "stopped"


def _results(results: Iterable[MonitorResult], monitors: str) -> Iterator[str]:
    """Return what *monitors* found, resources with the same results in one sentence."""
    pairs = (((result.resource, result.code), result.node) for result in results)
    for (code, nodes), resources in regrouped(pairs):
        outcome = "running" if code == RUNNING else "not running"
        yield f"{monitors} find {join_some(resources)} {outcome} on {join_some(nodes)}"


def _actions(actions: Iterable[ScheduledAction]) -> Iterator[str]:
    for action in actions:
        if len(action.nodes) > 1:
            yield f"{action.action} {action.resource} from {' to '.join(action.nodes)}"
        elif not action.resource:
            yield f"{action.action} of {''.join(action.nodes)}: {action.reason}"
    pairs = (
        ((action.resource, action.action), action.nodes[0])
        for action in actions
        if action.resource and len(action.nodes) == 1
    )
    for (name, nodes), resources in regrouped(pairs):
        yield f"{name} {join_some(resources)} on {join_some(nodes)}"


def _unit_changes(round: Round) -> Iterator[tuple[str, str]]:
    changes = (
        ((change.unit, change.effect), change.node)
        for change in round.changes
        if change.effect in (Effect.STARTS, Effect.STOPS)
    )
    for (unit, effect), nodes in grouped(changes):
        yield "unit", f"{unit} {effect} on {join_some(nodes)}"
    for nodes, services in _by_nodes(round.interrupted):
        yield "cut off", f"{', '.join(services)} on {join_some(nodes)}"


def _races(round: Round) -> Iterator[tuple[str, str]]:
    races = (((race.unit, race.stops, race.starts), race.node) for race in round.races)
    for (unit, stops, starts), nodes in grouped(races):
        yield (
            "may hang",
            f"{unit} on {join_some(nodes)}: stopped for {join_some(stops)}"
            f" and started for {join_some(starts)} at one time",
        )


def _unasked(round: Round) -> Iterator[tuple[str, str]]:
    down = {(belief.resource, belief.node) for belief in round.diverging}
    for nodes, resources in _by_nodes(sorted(set(round.lost) - down)):
        yield (
            "unasked",
            f"{join_some(resources)} on {join_some(nodes)}: down for a while,"
            " and Pacemaker did nothing to them",
        )


def _by_nodes(
    pairs: Iterable[tuple[str, str]],
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the names that share all their nodes, of pairs of a name and a node."""
    return grouped((nodes, name) for name, nodes in grouped(pairs))
