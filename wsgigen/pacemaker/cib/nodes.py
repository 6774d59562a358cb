"""On which nodes a primitive may run, as far as it can be proved.

Only locations prove anything. A colocation with -INFINITY does not: it keeps two resources apart at one time, by what Pacemaker
believes, but each may have every node in turn, and where both drive one unit the belief is wrong from the first probe on. A
rule on attributes proves nothing, a node in standby neither: both change while the cluster runs.

Where a resource may not run it is still probed, unless a location with `resource-discovery` says otherwise: after a
`crm_resource --refresh` Pacemaker finds there what another resource started, takes it for its own, and stops it.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), LocationConstraint Properties, Asymmetrical "Opt-In" Clusters
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_scheduler.c (rsc_discover_filter): exclusive discovery forbids every other node
    ClusterLabs/pacemaker: lib/common/scores.c (pcmk__add_scores): -INFINITY and anything is -INFINITY
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wsgigen.pacemaker.cib.model import INFINITY, Cib, LocationConstraint, Primitive
from wsgigen.pacemaker.cib.values import yes

#: Stands for the nodes of a CIB that lists none.
_ANY = "*"


def possible(cib: Cib) -> dict[str, frozenset[str]]:
    """For every primitive, the nodes that nothing forbids. What is in a bundle has its containers to itself, and is not here."""
    opt_in = not yes(cib.properties.get("symmetric-cluster"), default=True)
    opened = _opened(cib) if opt_in else {}
    everywhere = _everywhere(cib)
    found = {}
    for primitive, own in _about(cib):
        allowed = opened.get(
            primitive.group if not primitive.clone and primitive.group else primitive.id, everywhere
        )
        if (exclusive := _exclusive(own)) is not None:
            allowed &= exclusive
        found[primitive.id] = allowed - {
            one.node for one in own if one.node and one.role is None and _forbids(one)
        }
    return found


def probed(cib: Cib) -> dict[str, frozenset[str]]:
    """For every primitive, the nodes where Pacemaker looks whether it runs, be it allowed there or not."""
    everywhere = _everywhere(cib)
    found = {}
    for primitive, own in _about(cib):
        exclusive = _exclusive(own)
        allowed = everywhere if exclusive is None else exclusive
        found[primitive.id] = allowed - {
            one.node for one in own if one.node and one.discovery == "never"
        }
    return found


def unsure(cib: Cib) -> frozenset[str]:
    """The primitives that a location rule on node attributes or the date may keep off a node: where they run, only the cluster knows."""
    opt_in = not yes(cib.properties.get("symmetric-cluster"), default=True)
    found = set()
    for primitive, own in _about(cib):
        rules = [one for one in own if one.attribute_rule]
        if any(
            opt_in or one.score is None or one.score <= -INFINITY or one.discovery == "exclusive"
            for one in rules
        ):
            found.add(primitive.id)
    return frozenset(found)


def disjoint(nodes: Mapping[str, frozenset[str]], one: str, other: str) -> bool:
    """Whether two primitives have no node in common, by what `possible` or `probed` said; one that they do not know has none."""
    return not nodes.get(one, frozenset()) & nodes.get(other, frozenset())


def _about(cib: Cib) -> Iterator[tuple[Primitive, list[LocationConstraint]]]:
    """Every primitive outside of bundles, and the locations of what it lives in and its own."""
    found = defaultdict(list)
    for location in cib.locations:
        found[location.resource].append(location)
    for primitive in cib.primitives.values():
        if not primitive.bundle:
            names = dict.fromkeys((primitive.id, primitive.group or "", primitive.outermost))
            yield primitive, [one for name in names for one in found.get(name, ())]


def _exclusive(own: list[LocationConstraint]) -> frozenset[str] | None:
    """The only nodes that a resource may be on, for discovery that is exclusive; None where nothing says so, or only the cluster knows."""
    exclusive = [one for one in own if one.discovery == "exclusive"]
    if not exclusive or any(one.attribute_rule for one in exclusive):
        return None
    return frozenset(one.node for one in exclusive if one.node)


def _everywhere(cib: Cib) -> frozenset[str]:
    return frozenset(
        (node.name for node in cib.nodes)
        if cib.nodes
        else {_ANY, *(one.node for one in cib.locations if one.node)}
    )


def _opened(cib: Cib) -> dict[str, frozenset[str]]:
    """The nodes that locations open where nothing may run by itself; a rule may open any. A group's are those of all its members."""
    everywhere = _everywhere(cib)
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for primitive, own in _about(cib):
        nodes = frozenset(one.node for one in own if one.node and not _forbids(one))
        name = primitive.group if not primitive.clone and primitive.group else primitive.id
        found[name] |= everywhere if any(one.attribute_rule for one in own) else nodes
    return found


def _forbids(location: LocationConstraint) -> bool:
    return (location.score or 0) <= -INFINITY
