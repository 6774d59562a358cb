"""Cib -> the relations of each resource with the rest of the cluster.

These are also the things that a hasty removal would stop.

Source
    "Pacemaker Explained", Resource Constraints; Collective Resources, Groups: members start in
    order, stop in reverse, on one node
    "Pacemaker Explained", Resource Options: is-managed, maintenance; Cluster Options:
    maintenance-mode
    RHEL 10, "Configuring and managing high availability clusters", Displaying resource
    dependencies: `pcs resource relations` has orders and groups
"""

from collections.abc import Iterable, Iterator, Mapping

from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.pacemaker.cib.values import is_true
from wsgigen.record import record


@record
class Relations:
    """The relations of one resource: a clone, a bundle, or a primitive outside both.

    `units` are those that it controls now, `systemd_units` those that systemd starts instead of
    them; with a profile, those of its layout.
    """

    units: tuple[str, ...] = ()
    systemd_units: tuple[str, ...] = ()
    shares_unit_with: tuple[str, ...] = ()  #: other resources that control one of `units`
    companions: tuple[str, ...] = ()  #: other members of its group
    constraints: tuple[str, ...] = ()  #: ids of those that name it, its group or a set with it
    stays_but_constrained: tuple[str, ...] = ()  #: other resources that those constraints name
    unmanaged: str = ""  #: why Pacemaker neither starts nor stops it; empty where it does


def resource_of(primitive: Primitive) -> str:
    """Return the id that people stop and move: its clone's or bundle's, or its own."""
    return primitive.clone or primitive.bundle or primitive.id


def relations_by_resource(view: ClusterView) -> Mapping[str, Relations]:
    """Return the relations of each resource except for fencing devices."""
    members: dict[str, list[Primitive]] = {}
    for primitive in sorted(view.primitives, key=lambda primitive: primitive.id):
        members.setdefault(resource_of(primitive), []).append(primitive)
    constrained: dict[str, dict[str, frozenset[str]]] = {}
    for id, named in _resources_by_constraint(view.cib).items():
        for resource in named:
            constrained.setdefault(resource, {})[id] = named
    return {
        resource: _relations(view, resource, primitives, constrained.get(resource, {}))
        for resource, primitives in members.items()
    }


def _relations(
    view: ClusterView,
    resource: str,
    members: list[Primitive],
    constraints: Mapping[str, frozenset[str]],
) -> Relations:
    controlled = [unit for primitive in members if (unit := view.control.controlled_by(primitive))]
    current_units = _ordered(unit.current_unit for unit in controlled)
    companions = _companions(view.cib, members)
    return Relations(
        units=current_units,
        systemd_units=_ordered(unit.unit for unit in controlled),
        shares_unit_with=_others(resource, _resources_on(view, current_units)),
        companions=_others(resource, companions),
        constraints=_ordered(constraints),
        stays_but_constrained=_others(
            resource, (other for named in constraints.values() for other in named)
        ),
        unmanaged=_why_unmanaged(view.cib, members),
    )


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _others(resource: str, names: Iterable[str]) -> tuple[str, ...]:
    return _ordered(name for name in names if name != resource)


def _resources_on(view: ClusterView, units: Iterable[str]) -> Iterator[str]:
    for unit in units:
        yield from map(resource_of, view.control.primitives_by_current_unit[unit])


def _companions(cib: Cib, members: list[Primitive]) -> Iterator[str]:
    for primitive in members:
        if primitive.group and not primitive.clone and not primitive.bundle:
            yield from cib.groups[primitive.group].members


def _resources_by_constraint(cib: Cib) -> Mapping[str, frozenset[str]]:
    """Return the resources that each constraint names, by the constraint's id."""
    by_constraint: dict[str, set[str]] = {}
    for id, name in _named_by_constraints(cib):
        by_constraint.setdefault(id, set()).update(map(resource_of, cib.primitives_named(name)))
    return {id: frozenset(names) for id, names in by_constraint.items()}


def _named_by_constraints(cib: Cib) -> Iterator[tuple[str, str]]:
    for order in cib.orders:
        yield from ((order.id, order.first), (order.id, order.then))
    for colocation in cib.colocations:
        yield from ((colocation.id, colocation.resource), (colocation.id, colocation.with_resource))
    for location in cib.locations:
        yield location.id, location.resource
    for ticket in cib.tickets:
        yield ticket.id, ticket.resource


def _why_unmanaged(cib: Cib, members: list[Primitive]) -> str:
    if is_true(cib.properties.get("maintenance-mode")):
        return "maintenance-mode=true"
    managed = is_true(cib.properties.get("is-managed-default"), default=True)
    for primitive in members:
        if is_true(primitive.meta.get("maintenance")):
            return "maintenance=true"
        if not is_true(primitive.meta.get("is-managed"), default=managed):
            return "is-managed=false"
    return ""
