"""The orders of a cluster, as they apply to the units that its resources really have.

Source
    "Pacemaker Explained", Resource Constraints, Specifying the Order in which Resources Should
    Start/Stop; Collective Resources, Groups
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_ordering.c (inverted actions of a symmetrical
    order)
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from wsgigen.cluster.graph import shortest_cycle, strongly_connected
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.constraints import Order
from wsgigen.pacemaker.cib.model import Group, Primitive
from wsgigen.record import record

#: An action on a unit, or on a resource without one: a name and the action. A group's ends,
#: `group[` and `group]`, have actions, too.
UnitAction = tuple[str, str]

_INVERSE = {"start": "stop", "stop": "start", "promote": "demote", "demote": "promote"}


@record
class OrderStep:
    """One resource before another, because constraint or group `by` says so."""

    first: str
    then: str
    by: str
    at: Origin

    def __lt__(self, other: "OrderStep") -> bool:
        return (self.by, self.first, self.then) < (other.by, other.first, other.then)


#: By each action the actions that wait for it, and why; None where nobody wrote it.
OrderGraph = Mapping[UnitAction, Mapping[UnitAction, OrderStep | None]]
_Edge = tuple[UnitAction, UnitAction, OrderStep | None]


def orders_by_resource(view: ClusterView) -> Mapping[str, list[Order]]:
    """Return the orders by which a resource's restart restarts others.

    They are listed by the outermost id of the resource.
    """
    orders: defaultdict[str, list[Order]] = defaultdict(list)
    for order in view.cib.orders:
        if order.kind == "Mandatory" and order.symmetrical and order.first_action == "start":
            primitives = view.cib.primitives_named(order.first)
            names = {primitive.outermost for primitive in primitives}
            for name in names or {order.first}:
                orders[name].append(order)
    return orders


def shared_unit_by_id(view: ClusterView) -> Mapping[str, str]:
    """Return the unit of each resource that shares it on some node, by its id."""
    return {
        primitive.id: unit
        for unit, primitives in view.control.primitives_by_unit.items()
        if len(primitives) > 1
        for primitive in overlap(view, primitives).certain
    }


def order_graph(view: ClusterView) -> OrderGraph:
    """Return what must be done before what, where all resources of one unit are one.

    What is ordered within one unit is left out.
    """
    units = shared_unit_by_id(view)
    graph: defaultdict[UnitAction, dict[UnitAction, OrderStep | None]] = defaultdict(dict)
    for first, then, step in _edges(view, units):
        if first != then:
            other = graph[first].setdefault(then, step)
            if step and other and step < other:
                graph[first][then] = step
            graph.setdefault(then, {})
    return graph


def _edges(view: ClusterView, units: Mapping[str, str]) -> Iterator[_Edge]:
    for group in view.cib.groups.values():
        for action in _INVERSE:
            yield from _edges_of_group(group, action, units)
    for order in view.cib.orders:
        if order.kind == "Mandatory":
            yield from _edges_of_order(view, units, order)
    clones = (primitive.id for primitive in view.primitives if primitive.clone)
    for name in {units.get(id, id) for id in clones}:
        yield (name, "start"), (name, "promote"), None
        yield (name, "demote"), (name, "stop"), None


def _edges_of_group(group: Group, action: str, units: Mapping[str, str]) -> Iterator[_Edge]:
    members = group.members if action in ("start", "promote") else group.members[::-1]
    actions = [
        (f"{group.id}[", action),
        *((units.get(member, member), action) for member in members),
        (f"{group.id}]", action),
    ]
    pairs = zip(pairwise(actions), pairwise(["", *members, ""]), strict=True)
    for (action_before, action_after), (first, then) in pairs:
        step = OrderStep(first, then, group.id, group.at) if first and then else None
        yield action_before, action_after, step


def _edges_of_order(view: ClusterView, units: Mapping[str, str], order: Order) -> Iterator[_Edge]:
    step = OrderStep(order.first, order.then, order.id, order.at)
    first_begin, first_end = _ends(view, units, order.first)
    then_begin, then_end = _ends(view, units, order.then)
    yield (first_end, order.first_action), (then_begin, order.then_action), step
    first_inverse, then_inverse = _INVERSE.get(order.first_action), _INVERSE.get(order.then_action)
    if order.symmetrical and first_inverse and then_inverse:
        step = OrderStep(order.then, order.first, order.id, order.at)
        yield (then_end, then_inverse), (first_begin, first_inverse), step


def _ends(view: ClusterView, units: Mapping[str, str], name: str) -> tuple[str, str]:
    """Return the names where an action on the resource *name* begins and ends."""
    members: tuple[Primitive, ...] = view.cib.primitives_named(name)
    for primitive in members:
        if primitive.group and primitive.id != name:
            return f"{primitive.group}[", f"{primitive.group}]"
    return (units.get(members[0].id, members[0].id),) * 2 if members else (name, name)


def order_cycles(graph: OrderGraph) -> Iterator[tuple[list[str], list[OrderStep]]]:
    """Return what waits for each other, and the steps of a short cycle.

    What stops in a cycle starts in one.
    """
    seen: set[frozenset[str]] = set()
    for component in sorted(strongly_connected(graph), key=_starts_first):
        names, steps = _short_cycle(graph, component)
        constraints = frozenset(step.by for step in steps)
        if names and constraints not in seen:
            seen.add(constraints)
            yield names, steps


def _starts_first(component: frozenset[UnitAction]) -> tuple[bool, UnitAction]:
    return all(action != "start" for _, action in component), min(component)


def _short_cycle(
    graph: OrderGraph, component: frozenset[UnitAction]
) -> tuple[list[str], list[OrderStep]]:
    """Return the first short cycle with several names, and its steps; else nothing."""
    for start in sorted(action for action in component if not _is_end_of_group(action)):
        cycle = shortest_cycle(graph, component, start)
        names = list(dict.fromkeys(first[0] for first, _ in cycle if not _is_end_of_group(first)))
        if len(names) > 1:
            return names, [step for first, then in cycle if (step := graph[first][then])]
    return [], []


def _is_end_of_group(action: UnitAction) -> bool:
    return action[0].endswith(("[", "]"))
