"""What the orders of a cluster come to on the units that its resources really have.

Source
    "Pacemaker Explained", Resource Constraints, Specifying the Order in which Resources Should Start/Stop; Collective Resources, Groups
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_ordering.c (inverted actions of a symmetrical order)
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from wsgigen.cluster.graph import shortest_cycle, strongly_connected
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import Order, Primitive

#: An action on a unit, or on a resource that drives none; the ends of a group are actions, too.
UnitAction = tuple[str, str]

_INVERSE = {"start": "stop", "stop": "start", "promote": "demote", "demote": "promote"}


@dataclass(frozen=True)
class OrderStep:
    """One resource before another, because constraint or group `by` says so."""

    first: str
    then: str
    by: str
    at: Origin

    def __lt__(self, other: "OrderStep") -> bool:
        return (self.by, self.first, self.then) < (other.by, other.first, other.then)


#: By each action those that wait for it, and why; None for what is so by itself.
Graph = Mapping[UnitAction, Mapping[UnitAction, OrderStep | None]]


def orders_by_resource(view: ClusterView) -> Mapping[str, list[Order]]:
    """The orders that restart what is after a resource when that restarts, by what the resource lives in."""
    found: defaultdict[str, list[Order]] = defaultdict(list)
    for order in view.cib.orders:
        if order.kind == "Mandatory" and order.symmetrical and order.first_action == "start":
            for name in {one.outermost for one in view.cib.primitives_named(order.first)} or {
                order.first
            }:
                found[name].append(order)
    return found


def shared_unit_by_id(view: ClusterView) -> Mapping[str, str]:
    """By each resource's id the unit that it shares on some node with others, for those that do."""
    return {
        one.id: unit
        for unit, drivers in view.control.drivers.items()
        if len(drivers) > 1
        for one in overlap(view, drivers).certain
    }


def order_graph(view: ClusterView) -> Graph:
    """What must be done before what, with all that drive one unit as one; what is within one unit is left out."""
    units = shared_unit_by_id(view)
    found: defaultdict[UnitAction, dict[UnitAction, OrderStep | None]] = defaultdict(dict)
    for one, other, step in _edges(view, units):
        if one != other:
            old = found[one].setdefault(other, step)
            if step and old and step < old:
                found[one][other] = step
            found.setdefault(other, {})
    return found


def _edges(
    view: ClusterView, units: Mapping[str, str]
) -> Iterator[tuple[UnitAction, UnitAction, OrderStep | None]]:
    for group in view.cib.groups.values():
        members = [units.get(member, member) for member in group.members]
        for action in _INVERSE:
            inside = members if action in ("start", "promote") else members[::-1]
            actions = [
                (f"{group.id}[", action),
                *((member, action) for member in inside),
                (f"{group.id}]", action),
            ]
            names = ["", *(group.members if inside is members else group.members[::-1]), ""]
            for (one, other), (first, then) in zip(pairwise(actions), pairwise(names), strict=True):
                yield (
                    one,
                    other,
                    OrderStep(first, then, group.id, group.at) if first and then else None,
                )
    for order in view.cib.orders:
        if order.kind == "Mandatory":
            yield from _order(view, units, order)
    for name in {units.get(one.id, one.id) for one in view.resources if one.clone}:
        yield (name, "start"), (name, "promote"), None
        yield (name, "demote"), (name, "stop"), None


def _order(
    view: ClusterView, units: Mapping[str, str], order: Order
) -> Iterator[tuple[UnitAction, UnitAction, OrderStep | None]]:
    step = OrderStep(order.first, order.then, order.id, order.at)
    first, then = (_ends(view, units, name) for name in (order.first, order.then))
    yield (first[1], order.first_action), (then[0], order.then_action), step
    inverted = _INVERSE.get(order.first_action), _INVERSE.get(order.then_action)
    if order.symmetrical and inverted[0] and inverted[1]:
        yield (
            (then[1], inverted[1]),
            (first[0], inverted[0]),
            OrderStep(order.then, order.first, order.id, order.at),
        )


def _ends(view: ClusterView, units: Mapping[str, str], name: str) -> tuple[str, str]:
    """What begins and what ends an action on what *name* means."""
    members: tuple[Primitive, ...] = view.cib.primitives_named(name)
    group = next((one.group for one in members if one.group and one.id != name), None)
    if group:
        return f"{group}[", f"{group}]"
    return (units.get(members[0].id, members[0].id),) * 2 if members else (name, name)


def order_cycles(found: Graph) -> Iterator[tuple[list[str], list[OrderStep]]]:
    """Units and resources that wait for each other, and the steps of a short way around. What stops in a circle starts in one."""
    seen: set[frozenset[str]] = set()
    for knot in sorted(
        strongly_connected(found),
        key=lambda knot: (all(action != "start" for _, action in knot), min(knot)),
    ):
        for start in sorted(action for action in knot if not action[0].endswith(("[", "]"))):
            way = shortest_cycle(found, knot, start)
            names = list(
                dict.fromkeys(name for (name, _), _ in way if not name.endswith(("[", "]")))
            )
            steps = [step for one, other in way if (step := found[one][other])]
            if len(names) > 1:
                if frozenset(step.by for step in steps) not in seen:
                    seen.add(frozenset(step.by for step in steps))
                    yield names, steps
                break
