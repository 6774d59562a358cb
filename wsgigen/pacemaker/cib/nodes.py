"""On which nodes a primitive may run, as far as it can be proved.

Only locations prove anything. A colocation with -INFINITY does not: it keeps two resources apart at
one time, by what Pacemaker believes, but each may have every node in turn, and where both control
one unit the belief is wrong from the first probe on. A rule on attributes proves nothing, nor does
a node in standby: both change while the cluster runs.

Where a resource may not run it is still probed, unless a location with `resource-discovery` says
otherwise: after a `crm_resource --refresh` Pacemaker finds there what another resource started,
takes it for its own, and stops it.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), LocationConstraint Properties,
    Asymmetrical "Opt-In" Clusters
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_scheduler.c (rsc_discover_filter): exclusive discovery
    forbids every other node
    ClusterLabs/pacemaker: lib/common/scores.c (pcmk__add_scores): -INFINITY and anything is
    -INFINITY
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wsgigen.pacemaker.cib.constraints import LocationConstraint
from wsgigen.pacemaker.cib.model import INFINITY, Cib, Primitive
from wsgigen.pacemaker.cib.values import is_true

#: Stands for the nodes of a CIB that lists none.
_ANY = "*"


def allowed_nodes(cib: Cib) -> dict[str, frozenset[str]]:
    """Return for every primitive the nodes where nothing forbids it to run.

    Primitives of bundles are left out: they have their containers to themselves.
    """
    opened = _opened_nodes(cib) if _is_opt_in(cib) else {}
    every_node = _every_node(cib)
    allowed = {}
    for primitive, locations in _with_locations(cib):
        nodes = opened.get(_opened_name(primitive), every_node)
        if (exclusive := _exclusive_nodes(locations)) is not None:
            nodes &= exclusive
        allowed[primitive.id] = nodes - {
            location.node
            for location in locations
            if location.node and location.role is None and _forbids(location)
        }
    return allowed


def probed_nodes(cib: Cib) -> dict[str, frozenset[str]]:
    """Return for every primitive the nodes where Pacemaker probes it.

    It probes where the primitive may not run, too.
    """
    every_node = _every_node(cib)
    probed_nodes = {}
    for primitive, locations in _with_locations(cib):
        exclusive = _exclusive_nodes(locations)
        nodes = every_node if exclusive is None else exclusive
        probed_nodes[primitive.id] = nodes - {
            location.node
            for location in locations
            if location.node and location.discovery == "never"
        }
    return probed_nodes


def undecided_primitives(cib: Cib) -> frozenset[str]:
    """Return the primitives that a location rule may keep off a node.

    Where they run, only the running cluster knows: the rule is about node attributes or the date.
    """
    opt_in = _is_opt_in(cib)
    return frozenset(
        primitive.id
        for primitive, locations in _with_locations(cib)
        if any(
            location.attribute_rule
            and (opt_in or _may_forbid(location) or location.discovery == "exclusive")
            for location in locations
        )
    )


def share_no_node(nodes: Mapping[str, frozenset[str]], primitive: str, other: str) -> bool:
    """Tell whether two primitives have no node in common.

    *nodes* is from `allowed_nodes` or `probed_nodes`; a primitive that is not in it has no node.
    """
    return not nodes.get(primitive, frozenset()) & nodes.get(other, frozenset())


def _is_opt_in(cib: Cib) -> bool:
    return not is_true(cib.properties.get("symmetric-cluster"), default=True)


def _with_locations(cib: Cib) -> Iterator[tuple[Primitive, list[LocationConstraint]]]:
    """Return every primitive outside of bundles, with its locations.

    Locations of its group and clone are among them.
    """
    by_resource = defaultdict(list)
    for location in cib.locations:
        by_resource[location.resource].append(location)
    for primitive in cib.primitives.values():
        if not primitive.bundle:
            names = dict.fromkeys((primitive.id, primitive.group or "", primitive.outermost))
            locations = (location for name in names for location in by_resource.get(name, ()))
            yield primitive, list(locations)


def _exclusive_nodes(locations: list[LocationConstraint]) -> frozenset[str] | None:
    """Return the only nodes that exclusive discovery leaves to a resource.

    None where no location asks for it, or only the running cluster knows the nodes.
    """
    exclusive = [location for location in locations if location.discovery == "exclusive"]
    if not exclusive or any(location.attribute_rule for location in exclusive):
        return None
    return frozenset(location.node for location in exclusive if location.node)


def _every_node(cib: Cib) -> frozenset[str]:
    if cib.nodes:
        return frozenset(node.name for node in cib.nodes)
    return frozenset({_ANY, *(location.node for location in cib.locations if location.node)})


def _opened_nodes(cib: Cib) -> dict[str, frozenset[str]]:
    """Return the nodes that locations open where nothing may run by itself.

    A rule may open any. A group has the nodes of all its members.
    """
    every_node = _every_node(cib)
    opened: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for primitive, locations in _with_locations(cib):
        by_rule = any(location.attribute_rule for location in locations)
        nodes = (
            location.node for location in locations if location.node and not _forbids(location)
        )
        opened[_opened_name(primitive)] |= every_node if by_rule else frozenset(nodes)
    return opened


def _opened_name(primitive: Primitive) -> str:
    return primitive.group if primitive.group and not primitive.clone else primitive.id


def _forbids(location: LocationConstraint) -> bool:
    return (location.score or 0) <= -INFINITY


def _may_forbid(location: LocationConstraint) -> bool:
    return location.score is None or location.score <= -INFINITY
