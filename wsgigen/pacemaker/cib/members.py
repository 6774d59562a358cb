"""The cluster's nodes, and the results of operations on them.

Source
    "Pacemaker Explained", Cluster Nodes (nodes.rst), Status (status.rst)
    "Pacemaker Remote": a remote node is a resource, a guest node a resource's meta attribute
    ClusterLabs/pacemaker: lib/pengine/bundle.c: a replica with a resource and an address is a node
    `<bundle>-<number>`
"""

from collections.abc import Iterator
from dataclasses import replace

from wsgigen.pacemaker.cib.attributes import merged
from wsgigen.pacemaker.cib.conditions import RuleContext
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Node, Result
from wsgigen.pacemaker.cib.resources import Resources

#: Replicas of a bundle that are counted; no cluster has as many hosts.
_MAX_REPLICAS = 100


def nodes(context: ReadContext, resources: Resources) -> tuple[Node, ...]:
    """Return the members, then remote nodes and guests that are not among them.

    The first of two with one name is kept.
    """
    by_resource = {node.name: node for node in _nodes_of_resources(resources)}
    replicas = {
        f"{bundle.id}-{number}"
        for bundle in resources.bundles.values()
        for number in range(min(bundle.replicas, _MAX_REPLICAS))
    }
    listed: dict[str, Node] = {}
    for node in _listed_nodes(context):
        if node.name in replicas:
            continue
        kind = by_resource[node.name].kind if node.name in by_resource else node.kind
        listed.setdefault(node.name, replace(node, kind=kind))
    return tuple((by_resource | listed)[name] for name in dict.fromkeys((*listed, *by_resource)))


def _listed_nodes(context: ReadContext) -> Iterator[Node]:
    for element in context.section("nodes").children_named("node"):
        values = merged(context, [element], "instance_attributes", RuleContext())
        kind = "remote" if element.attributes.get("type") == "remote" else "member"
        name = element.attributes.get("uname") or element.id
        yield Node(name, kind, values, context.location(element))


def _nodes_of_resources(resources: Resources) -> Iterator[Node]:
    for primitive in resources.primitives.values():
        if primitive.agent == "ocf:pacemaker:remote":
            yield Node(primitive.id, "remote", at=primitive.at)
        if guest := primitive.meta.get("remote-node"):
            yield Node(guest, "guest", at=primitive.at)


def results(context: ReadContext) -> Iterator[Result]:
    """Return the last result of each operation, by the status section.

    A clone's instances have the id of its primitive, without their number.
    """
    status = context.document.root.first_child("status")
    for state in status.children_named("node_state") if status else ():
        node = state.attributes.get("uname") or state.id
        for resource in _histories(state):
            for operation in resource.children_named("lrm_rsc_op"):
                if result := _result(node, resource, operation):
                    yield result


def _histories(state: Element) -> Iterator[Element]:
    for lrm in state.children_named("lrm"):
        for block in lrm.children_named("lrm_resources"):
            yield from block.children_named("lrm_resource")


def _result(node: str, resource: Element, operation: Element) -> Result | None:
    values = operation.attributes
    numbers = (values.get(name, "0")[:12] for name in ("interval", "rc-code", "op-status"))
    try:
        milliseconds, code, status = map(int, numbers)
    except ValueError:
        return None
    return Result(
        node,
        resource.id.partition(":")[0],
        values.get("operation", ""),
        -(-milliseconds // 1000),
        code,
        status,
    )
