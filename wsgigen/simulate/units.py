"""The units that are really there: what Pacemaker's operations do to them, and what monitors find.

Pacemaker does not know that two resources may drive one unit: it asks systemd for each of them (StartUnit,
StopUnit; ClusterLabs/pacemaker, lib/services/systemd.c), and systemd starts what runs not, stops what runs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wsgigen.simulate.history import NOT_RUNNING, RUNNING, Report
from wsgigen.simulate.outcome import Operation, Outcome
from wsgigen.simulate.transcript import (
    RUNS_ALREADY,
    STARTS,
    STOPPED_ALREADY,
    STOPS,
    Crossing,
    Standing,
    Step,
)

_STARTS, _STOPS = ("start", "migrate_from"), ("stop", "migrate_to")


@dataclass(frozen=True)
class World:
    """What is. `units` says which unit a primitive drives; a primitive that is not in it is taken at its word.

    `up` are nodes and units that run, `monitors` the recurring ones that Pacemaker has started: resource, node and
    interval in milliseconds.
    """

    units: Mapping[str, str]
    up: frozenset[tuple[str, str]] = frozenset()
    monitors: frozenset[tuple[str, str, int]] = frozenset()

    def runs(self, resource: str, node: str) -> bool:
        """Whether the unit of *resource* runs on *node*."""
        return (node, self.units[resource]) in self.up


def replay(world: World, operations: Iterable[Operation]) -> tuple[World, tuple[Step, ...]]:
    """What the operations make of *world*, one after the other, and how."""
    steps: list[Step] = []
    for one in operations:
        world = replace(world, monitors=_monitors(world, one))
        made = tuple(_steps(world, one))
        changed = {(step.node, step.unit) for step in made if step.effect in (STARTS, STOPS)}
        world = replace(world, up=world.up ^ changed)
        steps += made
    return world, tuple(steps)


def crossings(steps: Iterable[Step]) -> Iterator[Crossing]:
    """Where resources meet at a unit that one of them stops and another one starts."""
    met: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for step in steps:
        if step.resource:
            stops, starts = met.setdefault((step.node, step.unit), ([], []))
            (starts if step.effect in (STARTS, RUNS_ALREADY) else stops).append(step.resource)
    for (node, unit), (stops, starts) in met.items():
        if stops and starts and len({*stops, *starts}) > 1:
            yield Crossing(node, unit, tuple(stops), tuple(starts))


def _steps(world: World, one: Operation) -> Iterator[Step]:
    if one.name == "fence":
        for node, unit in sorted(world.up):
            if node == one.node:
                yield Step("", node, unit, STOPS)
    elif one.resource in world.units and one.name in (*_STARTS, *_STOPS):
        runs = world.runs(one.resource, one.node)
        start = one.name in _STARTS
        effect = (
            (RUNS_ALREADY if runs else STARTS) if start else (STOPS if runs else STOPPED_ALREADY)
        )
        yield Step(one.resource, one.node, world.units[one.resource], effect)


def _monitors(world: World, one: Operation) -> frozenset[tuple[str, str, int]]:
    """A stop ends the monitors of its resource, a cancellation one of them, fencing all on a node."""
    if one.name == "monitor" and one.interval and one.resource in world.units:
        return world.monitors | {(one.resource, one.node, one.interval)}
    if one.name == "cancel":
        return world.monitors - {(one.resource, one.node, one.interval)}
    if one.name in (*_STOPS, "delete"):
        return frozenset(each for each in world.monitors if each[:2] != (one.resource, one.node))
    if one.name == "fence":
        return frozenset(each for each in world.monitors if each[1] != one.node)
    return world.monitors


def surprises(world: World, outcome: Outcome) -> tuple[Report, ...]:
    """What the recurring monitors find that Pacemaker does not believe."""
    found = (
        Report(resource, node, interval, RUNNING if world.runs(resource, node) else NOT_RUNNING)
        for resource, node, interval in sorted(world.monitors)
        if world.runs(resource, node) != ((resource, node) in outcome.after)
    )
    return tuple(found)


def probed(world: World, outcome: Outcome) -> tuple[Report, ...]:
    """What probes find running that Pacemaker does not know of."""
    asked = sorted(
        {
            (one.resource, one.node)
            for one in outcome.operations
            if one.name == "monitor" and not one.interval
        }
    )
    return tuple(
        Report(resource, node, 0, RUNNING)
        for resource, node in asked
        if resource in world.units
        and (resource, node) not in outcome.before
        and world.runs(resource, node)
    )


def standings(world: World, outcome: Outcome) -> tuple[Standing, ...]:
    """Belief and reality of every resource on every node that is online."""
    return tuple(
        Standing(
            resource, node, unit, (resource, node) in outcome.after, world.runs(resource, node)
        )
        for resource, unit in sorted(world.units.items())
        for node in outcome.online
    )


def lost(steps: Iterable[Step], world: World, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """Resources, each with its node, whose unit was stopped though Pacemaker did not stop them there and thought them up."""
    stopped = {(step.node, step.unit) for step in steps if step.effect == STOPS and step.resource}
    meant = {(one.resource, one.node) for one in outcome.operations if one.name in _STOPS}
    return tuple(
        sorted(
            (resource, node)
            for resource, node in outcome.before
            if resource in world.units
            and (node, world.units[resource]) in stopped
            and (resource, node) not in meant
        )
    )
