"""The cluster's nodes, and what operations came to on them.

Source
    "Pacemaker Explained", Cluster Nodes (nodes.rst), Status (status.rst)
    "Pacemaker Remote": a remote node is a resource, a guest node a resource's meta attribute
    ClusterLabs/pacemaker: lib/pengine/bundle.c: a replica with a resource and an address is a node `<bundle>-<number>`
"""

from collections.abc import Iterator
from dataclasses import replace

from wsgigen.errors import Origin
from wsgigen.pacemaker.cib import attributes
from wsgigen.pacemaker.cib.conditions import Given
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Node, Result
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.resources import Resources

#: Replicas of a bundle; no cluster has as many hosts.
_REPLICAS = 100


def nodes(reading: Reading, found: Resources) -> tuple[Node, ...]:
    """Members first, then remote nodes and guests that are not among them. The first of two with one name is kept."""
    made = {name: Node(name, kind, at=at) for name, kind, at in _made(found)}
    replicas = {
        f"{one.id}-{number}"
        for one in found.bundles.values()
        for number in range(min(one.replicas, _REPLICAS))
    }
    known: dict[str, Node] = {}
    for node in _members(reading):
        if node.name not in replicas:
            known.setdefault(
                node.name, replace(node, kind=made[node.name].kind) if node.name in made else node
            )
    return tuple((made | known)[name] for name in dict.fromkeys((*known, *made)))


def _members(reading: Reading) -> Iterator[Node]:
    for element in reading.section("nodes").all("node"):
        values = attributes.merged(reading, [element], "instance_attributes", Given())
        kind = "remote" if element.attributes.get("type") == "remote" else "member"
        yield Node(element.attributes.get("uname") or element.id, kind, values, reading.at(element))


def _made(found: Resources) -> Iterator[tuple[str, str, Origin]]:
    for primitive in found.primitives.values():
        if primitive.agent == "ocf:pacemaker:remote":
            yield primitive.id, "remote", primitive.at
        if guest := primitive.meta.get("remote-node"):
            yield guest, "guest", primitive.at


def results(reading: Reading) -> Iterator[Result]:
    """What each operation last came to, by the status section; resources of clones by their own ids, without an instance's number."""
    status = reading.source.root.first("status")
    for state in status.all("node_state") if status else ():
        node = state.attributes.get("uname") or state.id
        for lrm in state.all("lrm"):
            for resource in (
                one for block in lrm.all("lrm_resources") for one in block.all("lrm_resource")
            ):
                yield from (
                    one
                    for operation in resource.all("lrm_rsc_op")
                    for one in _result(node, resource, operation)
                )


def _result(node: str, resource: Element, operation: Element) -> Iterator[Result]:
    values = operation.attributes
    try:
        numbers = [int(values.get(name, "0")[:12]) for name in ("interval", "rc-code", "op-status")]
    except ValueError:
        return
    yield Result(
        node,
        resource.id.partition(":")[0],
        values.get("operation", ""),
        -(-numbers[0] // 1000),
        numbers[1],
        numbers[2],
    )
