"""Compares what the scheduler expects with what really is."""

from collections.abc import Iterable, Iterator

from wsgigen.simulate.history import NOT_RUNNING, RUNNING, MonitorResult
from wsgigen.simulate.outcome import Outcome
from wsgigen.simulate.reality import STOPS, Reality
from wsgigen.simulate.transcript import Belief, Effect, ResourceOnNode, StopStartRace, UnitChange


def races(changes: Iterable[UnitChange]) -> Iterator[StopStartRace]:
    """Return the units that resources both stop and start in one transition."""
    operations: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for change in changes:
        if change.resource:
            stops, starts = operations.setdefault((change.node, change.unit), ([], []))
            is_start = change.effect in (Effect.STARTS, Effect.RUNS_ALREADY)
            (starts if is_start else stops).append(change.resource)
    for (node, unit), (stops, starts) in operations.items():
        if stops and starts and len({*stops, *starts}) > 1:
            yield StopStartRace(node, unit, tuple(stops), tuple(starts))


def unexpected_results(reality: Reality, outcome: Outcome) -> tuple[MonitorResult, ...]:
    """Return the results of recurring monitors that Pacemaker does not expect."""
    return tuple(
        MonitorResult(*monitor, RUNNING if is_running else NOT_RUNNING)
        for monitor in sorted(reality.monitors)
        if (is_running := reality.is_running(monitor.resource, monitor.node))
        != ((monitor.resource, monitor.node) in outcome.after)
    )


def unexpected_probes(reality: Reality, outcome: Outcome) -> tuple[MonitorResult, ...]:
    """Return the results of probes that find running what Pacemaker believes stopped."""
    probes = sorted(
        {
            (operation.resource, operation.node)
            for operation in outcome.operations
            if operation.name == "monitor" and not operation.interval
        }
    )
    return tuple(
        MonitorResult(resource, node, 0, RUNNING)
        for resource, node in probes
        if resource in reality.units
        and (resource, node) not in outcome.before
        and reality.is_running(resource, node)
    )


def beliefs(reality: Reality, outcome: Outcome) -> tuple[Belief, ...]:
    """Return belief and reality of every resource on every node that is online."""
    return tuple(
        Belief(
            resource,
            node,
            unit,
            believed=(resource, node) in outcome.after,
            real=reality.is_running(resource, node),
        )
        for resource, unit in sorted(reality.units.items())
        for node in outcome.online
    )


def lost_resources(
    changes: Iterable[UnitChange], reality: Reality, outcome: Outcome
) -> tuple[ResourceOnNode, ...]:
    """Return the resources that were stopped with another one's unit."""
    stopped = {
        (change.node, change.unit)
        for change in changes
        if change.effect is Effect.STOPS and change.resource
    }
    intended = {
        (operation.resource, operation.node)
        for operation in outcome.operations
        if operation.name in STOPS
    }
    return tuple(
        ResourceOnNode(resource, node)
        for resource, node in sorted(outcome.before)
        if resource in reality.units
        and (node, reality.units[resource]) in stopped
        and (resource, node) not in intended
    )
