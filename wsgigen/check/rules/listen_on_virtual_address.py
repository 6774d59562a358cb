"""httpd listens on an address that only one node has.

What it checks
    No site listens on an address that moves between the nodes: one of `cluster: {virtual_addresses: [...]}`, or one that
    an IPaddr2 resource of the CIB holds. A resource that is colocated with the address and ordered after it may.

Why it matters
    httpd ends when a single one of its listeners cannot be bound. On every node that does not have the address,
    the unit fails to start; a start that fails under Pacemaker is not tried again there. In a shared instance
    all services go with the one. Where the kernel is told to bind what is not there (net.ipv4.ip_nonlocal_bind), it is
    worse to see: httpd starts, and its probe asks the node that has the address.

Instead
    Listen on the node's own address, and leave the virtual one to the load balancer.

Source
    httpd 2.4.71 on Debian 12: `Listen` on an address that is not there passes `apache2 -t`; the start says "AH00072: make_sock:
    could not bind to address" and "no listening sockets available, shutting down"
    ClusterLabs/resource-agents, heartbeat/IPaddr2; "Pacemaker Explained", Cluster Options, start-failure-is-fatal
    https://docs.openstack.org/ha-guide/: HAProxy binds the virtual address, the servers behind it the nodes' own
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.addresses import hosts, virtual, written
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.pacemaker.cib.model import INFINITY, Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each address and each key that says to listen on it."""
    moving = virtual(view)
    found: dict[tuple[KeyPath, str], dict[str, tuple[str, ...]]] = {}
    for instance in view.instances:
        for site in instance.sites:
            for address in hosts(site):
                if address in moving and not _follows(view, site.service, moving[address]):
                    services = tuple(one.service for one in instance.sites)
                    found.setdefault((written(view, site), address), {})[instance.unit] = services
    for (where, address), units in found.items():
        yield Finding(
            f"only one node has {address} at a time: on the others the httpd of {join_some(units)} cannot bind it and does not start",
            "listen on the node's own address, and let the load balancer bind the virtual one",
            where,
            tuple(dict.fromkeys(service for services in units.values() for service in services)),
        )


def _follows(view: ClusterView, service: str, holder: Primitive | None) -> bool:
    """Whether what drives *service* is kept where *holder* is, and started after it."""
    if holder is None:
        return False
    for primitive in view.resources:
        driven = view.control.controlled_by(primitive)
        if driven and service in driven.services and not primitive.clone:
            if primitive.group and primitive.group == holder.group:
                members = view.cib.groups[primitive.group].members
                return members.index(holder.id) < members.index(primitive.id)
            return _colocated(view, primitive, holder) and _ordered(view, primitive, holder)
    return False


def _colocated(view: ClusterView, primitive: Primitive, holder: Primitive) -> bool:
    return any(
        one.score >= INFINITY
        and primitive in view.cib.primitives_named(one.resource)
        and holder in view.cib.primitives_named(one.with_resource)
        for one in view.cib.colocations
    )


def _ordered(view: ClusterView, primitive: Primitive, holder: Primitive) -> bool:
    return any(
        one.kind == "Mandatory"
        and holder in view.cib.primitives_named(one.first)
        and primitive in view.cib.primitives_named(one.then)
        for one in view.cib.orders
    )


RULE = Rule(
    "listen-on-virtual-address",
    __doc__,
    Severity.CONFLICT,
    check,
    needs=(Need.PROFILE, Need.ADDRESSES),
)
