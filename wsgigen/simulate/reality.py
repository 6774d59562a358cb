"""The units that really run, and what Pacemaker's operations do to them.

Pacemaker does not know that two resources may control one unit: it asks systemd for each of them
(StartUnit, StopUnit; ClusterLabs/pacemaker, lib/services/systemd.c), and systemd starts what does
not run, and stops what does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from wsgigen.record import record
from wsgigen.simulate.outcome import SimulatedOperation
from wsgigen.simulate.transcript import Effect, UnitChange

_STARTS, STOPS = ("start", "migrate_from"), ("stop", "migrate_to")


class Monitor(NamedTuple):
    """A recurring monitor that Pacemaker has started."""

    resource: str
    node: str
    interval: int  #: milliseconds


@record
class Reality:
    """The units that run, and the monitors that look at them.

    `units` says which unit a primitive controls; a primitive that is not in it is taken at its
    word. `running` are nodes and the units that run there.
    """

    units: Mapping[str, str]
    running: frozenset[tuple[str, str]] = frozenset()
    monitors: frozenset[Monitor] = frozenset()

    def is_running(self, resource: str, node: str) -> bool:
        """Tell whether the unit of *resource* runs on *node*."""
        return (node, self.units[resource]) in self.running


def apply_operations(
    reality: Reality, operations: Iterable[SimulatedOperation]
) -> tuple[Reality, tuple[UnitChange, ...]]:
    """Return *reality* after the operations, and the changes they made."""
    changes: list[UnitChange] = []
    for operation in operations:
        made = tuple(_changes(reality, operation))
        toggled = {
            (change.node, change.unit)
            for change in made
            if change.effect in (Effect.STARTS, Effect.STOPS)
        }
        reality = replace(
            reality,
            running=reality.running ^ toggled,
            monitors=_monitors_after(reality, operation),
        )
        changes += made
    return reality, tuple(changes)


def _changes(reality: Reality, operation: SimulatedOperation) -> Iterator[UnitChange]:
    resource, node = operation.resource, operation.node
    if operation.name == "fence":
        for fenced, unit in sorted(reality.running):
            if fenced == node:
                yield UnitChange("", node, unit, Effect.STOPS)
    elif resource in reality.units and operation.name in (*_STARTS, *STOPS):
        runs = reality.is_running(resource, node)
        if operation.name in _STARTS:
            effect = Effect.RUNS_ALREADY if runs else Effect.STARTS
        else:
            effect = Effect.STOPS if runs else Effect.STOPPED_ALREADY
        yield UnitChange(resource, node, reality.units[resource], effect)


def _monitors_after(reality: Reality, operation: SimulatedOperation) -> frozenset[Monitor]:
    """Return the monitors after *operation*.

    A stop ends the monitors of its resource, a cancellation one of them, fencing all on a node.
    """
    monitors, resource, node = reality.monitors, operation.resource, operation.node
    if operation.name == "monitor" and operation.interval and resource in reality.units:
        return monitors | {Monitor(resource, node, operation.interval)}
    if operation.name == "cancel":
        return monitors - {Monitor(resource, node, operation.interval)}
    if operation.name in (*STOPS, "delete"):
        return frozenset(
            monitor for monitor in monitors if (monitor.resource, monitor.node) != (resource, node)
        )
    if operation.name == "fence":
        return frozenset(monitor for monitor in monitors if monitor.node != node)
    return monitors
