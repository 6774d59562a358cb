"""Cib -> what binds each resource to the rest of the cluster, and so what a hasty removal would stop.

Source
    "Pacemaker Explained", Resource Constraints; Collective Resources, Groups: members start in order, stop in reverse, on one node
    "Pacemaker Explained", Resource Options: is-managed, maintenance; Cluster Options: maintenance-mode
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.values import yes


@dataclass(frozen=True)
class Binding:
    """What is tied to one resource: a clone, a bundle, or a primitive of its own or of a group.

    `units` are what it drives today, `systemd_units` what systemd starts instead of them; with a profile, those of its layout.
    """

    units: tuple[str, ...] = ()
    systemd_units: tuple[str, ...] = ()
    together: tuple[str, ...] = ()  #: other resources that drive one of `units`
    companions: tuple[str, ...] = ()  #: other members of its group
    constraints: tuple[
        str, ...
    ] = ()  #: ids of those that name it, its group or a set that it is in
    bound: tuple[str, ...] = ()  #: other resources that those constraints name
    unmanaged: str = ""  #: why Pacemaker neither starts nor stops it; empty where it does


def resource_of(primitive: Primitive) -> str:
    """Return what people stop, move and remove: its clone or bundle, or itself."""
    return primitive.clone or primitive.bundle or primitive.id


def bindings(view: ClusterView) -> Mapping[str, Binding]:
    """Return the binding of each resource except for fencing devices."""
    members: dict[str, list[Primitive]] = {}
    for primitive in sorted(view.resources, key=lambda one: one.id):
        members.setdefault(resource_of(primitive), []).append(primitive)
    constrained = _constrained(view)
    return {
        name: _binding(view, name, primitives, constrained) for name, primitives in members.items()
    }


def _binding(
    view: ClusterView,
    name: str,
    members: list[Primitive],
    constrained: Mapping[str, frozenset[str]],
) -> Binding:
    driven = [found for primitive in members if (found := view.controlled(primitive))]
    sharing = {resource_of(other) for primitive in members for other in view.neighbours(primitive)}
    groups = [
        view.cib.groups[one.group]
        for one in members
        if one.group and not one.clone and not one.bundle
    ]
    constraints = {id: named for id, named in constrained.items() if name in named}
    return Binding(
        units=_ordered(found.today for found in driven),
        systemd_units=_ordered(found.unit for found in driven),
        together=_ordered(sharing - {name}),
        companions=_ordered(
            member for group in groups for member in group.members if member != name
        ),
        constraints=_ordered(constraints),
        bound=_ordered({other for named in constraints.values() for other in named} - {name}),
        unmanaged=_unmanaged(view, members),
    )


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _constrained(view: ClusterView) -> Mapping[str, frozenset[str]]:
    """Return the resources that each constraint names, by its id; a set is one constraint with many."""
    cib = view.cib
    pairs = [(one.id, name) for one in cib.orders for name in (one.first, one.then)]
    pairs += [
        (one.id, name) for one in cib.colocations for name in (one.resource, one.with_resource)
    ]
    pairs += [(one.id, one.resource) for one in cib.locations] + [
        (one.id, one.resource) for one in cib.tickets
    ]
    found: dict[str, set[str]] = {}
    for id, name in pairs:
        found.setdefault(id, set()).update(
            resource_of(primitive) for primitive in view.primitives_named(name)
        )
    return {id: frozenset(names) for id, names in found.items()}


def _unmanaged(view: ClusterView, members: list[Primitive]) -> str:
    cib = view.cib
    if yes(cib.properties.get("maintenance-mode"), default=False):
        return "maintenance-mode=true"
    managed = cib.properties.get("is-managed-default", "true")
    for primitive in members:
        if yes(primitive.meta.get("maintenance"), default=False):
            return "maintenance=true"
        if not yes(primitive.meta.get("is-managed", managed), default=True):
            return "is-managed=false"
    return ""
