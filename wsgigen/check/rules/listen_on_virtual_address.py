"""httpd listens on an address that only one node has.

What it checks
    No site listens on an address that moves between the nodes: one of
    `cluster: {virtual_addresses: [...]}`, or one that an IPaddr2 resource of the CIB holds. A
    resource that is colocated with the address and ordered after it may listen there.

Why it matters
    httpd exits when it cannot bind one of its listeners. On every node that does not have the
    address, the unit fails to start, and Pacemaker does not try a failed start again there. In a
    shared instance, all services fail with the one that listens. Where the kernel lets httpd bind
    an address that is not there (net.ipv4.ip_nonlocal_bind), it is harder to see: httpd starts,
    and its probe asks the node that has the address.

Instead
    Listen on the node's own address, and leave the virtual address to the load balancer.

Source
    httpd 2.4.71 on Debian 12: `Listen` on an address that is not there passes `apache2 -t`; the
    start says "AH00072: make_sock: could not bind to address" and "no listening sockets available,
    shutting down"
    ClusterLabs/resource-agents, heartbeat/IPaddr2; "Pacemaker Explained", Cluster Options,
    start-failure-is-fatal
    https://docs.openstack.org/ha-guide/: HAProxy binds the virtual address, the servers behind it
    the nodes' own
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.addresses import listen_addresses, listen_key, virtual_addresses
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.pacemaker.cib.model import INFINITY, Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each virtual address and each key that says to listen on it."""
    holders = virtual_addresses(view)
    listeners: dict[tuple[KeyPath, str], dict[str, tuple[str, ...]]] = {}
    for instance in view.instances:
        services = tuple(site.service for site in instance.sites)
        for site in instance.sites:
            for address in listen_addresses(site):
                if address in holders and not _follows(view, site.service, holders[address]):
                    units = listeners.setdefault((listen_key(view, site), address), {})
                    units[instance.unit] = services
    for (key, address), units in listeners.items():
        yield Finding(
            f"{join_some(units)} can bind {address} only on the node that has it at the time:"
            " httpd does not start on the others",
            "listen on the node's own address, and let the load balancer bind the virtual one",
            key,
            tuple(dict.fromkeys(service for services in units.values() for service in services)),
        )


def _follows(view: ClusterView, service: str, holder: Primitive | None) -> bool:
    """Return whether the resource of *service* runs where *holder* runs, and starts after it."""
    if holder is None:
        return False
    for primitive in view.primitives:
        controlled = view.control.controlled_by(primitive)
        if controlled and service in controlled.services and not primitive.clone:
            if primitive.group and primitive.group == holder.group:
                members = view.cib.groups[primitive.group].members
                return members.index(holder.id) < members.index(primitive.id)
            return _colocated(view, primitive, holder) and _ordered(view, primitive, holder)
    return False


def _colocated(view: ClusterView, primitive: Primitive, holder: Primitive) -> bool:
    return any(
        colocation.score >= INFINITY
        and primitive in view.cib.primitives_named(colocation.resource)
        and holder in view.cib.primitives_named(colocation.with_resource)
        for colocation in view.cib.colocations
    )


def _ordered(view: ClusterView, primitive: Primitive, holder: Primitive) -> bool:
    return any(
        order.kind == "Mandatory"
        and holder in view.cib.primitives_named(order.first)
        and primitive in view.cib.primitives_named(order.then)
        for order in view.cib.orders
    )


RULE = Rule(
    "listen-on-virtual-address",
    __doc__,
    Severity.CONFLICT,
    check,
    needs=(Need.PROFILE, Need.ADDRESSES),
)
