"""A monitor asks an address that is not the loopback's.

What it checks
    No `statusurl` has a host other than the loopback's: a conflict where the resource is a clone, a risk where it runs once. One that
    runs once and has `client=wget` may ask an address of its own node.

Why it matters
    The agent asks from the loopback interface, for it means to ask the httpd of its own node. An address of another node, or a virtual
    address that is elsewhere, cannot be reached from there: the start fails, and what is healthy never comes up. Where an older agent
    takes curl, as it does where there is no wget, it binds it to the device lo, and the node's own address cannot be reached, either;
    4.16.0 binds to 127.0.0.1. Where a name leads to the load balancer, another node may answer for a service that is dead here.

Instead
    `http://127.0.0.1:PORT/...`, and let httpd listen there.

Source
    ClusterLabs/resource-agents: heartbeat/http-mon.sh (--interface lo, --bind-address), heartbeat/apache (statusurl must succeed
    from localhost only)
    Run with resource-agents 4.12.0: a statusurl on an address that another node holds: the monitor fails with 1
    Seen on three nodes that have curl alone, a clone whose statusurl had the address of one of them: with 4.12.0 (`curl --interface
    lo`) it came up on none, with 4.16.0 (`curl --interface 127.0.0.1`) on that one
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.addresses import virtual
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import asked


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource; what a name means is known on the node only."""
    moving = virtual(view)
    for primitive in apis(view):
        url = asked(primitive)
        if not url or url.local:
            continue
        what = (
            "a virtual address"
            if url.host in moving
            else "one address"
            if url.literal
            else "a name"
        )
        many = bool(primitive.clone) and len(view.placement.allowed_nodes(primitive)) > 1
        if many or (url.literal and primitive.parameters.get("client") != "wget"):
            severity = Severity.CONFLICT if many and url.literal else Severity.RISK
            message = (
                f"{primitive.id} {_end(f'{url.host}, {what}', many=many, literal=url.literal)}"
            )
            yield Finding(
                message,
                f"ask for {url.path} on 127.0.0.1",
                primitive.at,
                served(view, primitive),
                severity,
            )


def _end(host: str, *, many: bool, literal: bool) -> str:
    """What comes of asking a host."""
    if not many:
        return f"asks {host}: an older agent with curl does not reach it from the loopback device, even on the node that has it"
    if literal:
        return f"runs on several nodes and each asks {host}: it fails on every node but one, and with an older agent and curl there, too"
    return f"runs on several nodes and each asks {host}: unless it is the node's own everywhere, another node answers or none"


RULE = Rule("statusurl-elsewhere", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
