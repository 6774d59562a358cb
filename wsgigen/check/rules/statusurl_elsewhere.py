"""A monitor asks an address other than the loopback address.

What it checks
    Every `statusurl` has a loopback address. Any other host is a conflict where the resource is a
    clone, and a risk where it runs once. A resource that runs once and has `client=wget` may ask an
    address of its own node.

Why it matters
    The agent asks from the loopback interface, since it means the httpd of its own node. An address
    of another node, or a virtual address that is elsewhere, cannot be reached from there: the start
    fails, and a healthy service never comes up. An older agent that uses curl, as it does where
    there is no wget, binds it to the device lo, from which the node's own address cannot be reached
    either; 4.16.0 binds to 127.0.0.1. Where a name leads to the load balancer, another node may
    answer for a service that is dead on this one.

Instead
    Use `http://127.0.0.1:PORT/...`, and let httpd listen there.

Source
    ClusterLabs/resource-agents: heartbeat/http-mon.sh (--interface lo, --bind-address),
    heartbeat/apache (statusurl must succeed from localhost only)
    Run with resource-agents 4.12.0: a statusurl on an address that another node holds: the monitor
    fails with 1
    Seen on three nodes that have curl alone, a clone whose statusurl had the address of one of
    them: with 4.12.0 (`curl --interface lo`) it came up on none, with 4.16.0
    (`curl --interface 127.0.0.1`) on that one
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.addresses import virtual_addresses
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import status_url


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource. Only the node can tell what a name stands for."""
    moving = virtual_addresses(view)
    for primitive in api_primitives(view):
        url = status_url(primitive)
        if not url or url.is_local:
            continue
        kind = "one address" if url.has_address else "a name"
        host = f"{url.host}, {'a virtual address' if url.host in moving else kind}"
        many = bool(primitive.clone) and len(view.placement.allowed_nodes(primitive)) > 1
        if many or (url.has_address and primitive.parameters.get("client") != "wget"):
            severity = Severity.CONFLICT if many and url.has_address else Severity.RISK
            yield Finding(
                f"{primitive.id} {_consequence(host, many=many, literal=url.has_address)}",
                f"set statusurl to {url.path} on 127.0.0.1",
                primitive.at,
                served_services(view, primitive),
                severity,
            )


def _consequence(host: str, *, many: bool, literal: bool) -> str:
    """Return what a resource does that asks *host*, and what follows."""
    if not many:
        return (
            f"asks {host}: an older agent with curl does not reach it from the loopback device,"
            " even on the node that has it"
        )
    if literal:
        return (
            f"runs on several nodes, and each asks {host}: it fails on every node except for one,"
            " and with an older agent and curl on that one too"
        )
    return (
        f"runs on several nodes, and each asks {host}: unless it means the node itself everywhere,"
        " another node answers or none"
    )


RULE = Rule("statusurl-elsewhere", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
