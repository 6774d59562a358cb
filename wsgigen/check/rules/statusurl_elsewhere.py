"""A monitor asks an address that other nodes have.

What it checks
    No `statusurl` of a clone has a host other than the loopback's.

Why it matters
    The agent asks from the loopback interface, for it means to ask the httpd of its own node. An address of another node, or a virtual
    address that is elsewhere, cannot be reached from there: the monitor fails on every node but one, and Pacemaker restarts what is
    healthy. Where the address can be reached, the load balancer answers from another node, for a service that is dead here.

Instead
    `http://127.0.0.1:PORT/...`, and let httpd listen there.

Source
    ClusterLabs/resource-agents: heartbeat/http-mon.sh (--interface lo, --bind-address), heartbeat/apache (statusurl must succeed
    from localhost only)
    Run with resource-agents 4.12.0: a statusurl on an address that another node holds: the monitor fails with 1
"""

from collections.abc import Iterator

from wsgigen.check.addresses import virtual
from wsgigen.check.apis import apis, served
from wsgigen.check.model import Finding, Input, Rule, Severity
from wsgigen.check.subject import Subject
from wsgigen.check.urls import asked


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for each clone; what a name means is known on the node only."""
    moving = virtual(subject)
    for primitive in apis(subject):
        url = asked(primitive)
        if not url or url.local or not primitive.clone or len(subject.may_run(primitive)) < 2:
            continue
        what = "a virtual address" if url.host in moving else "one address" if url.literal else "a name"
        end = (
            "the monitor fails on every node but one"
            if url.literal
            else "unless it is the node's own everywhere, another node answers or none"
        )
        yield Finding(
            f"{primitive.id} runs on several nodes and each asks {url.host}, {what}: {end}",
            f"ask for {url.path} on 127.0.0.1",
            primitive.at,
            served(subject, primitive),
            Severity.CONFLICT if url.literal else Severity.RISK,
        )


RULE = Rule("statusurl-elsewhere", __doc__, Severity.CONFLICT, check, needs=(Input.CIB,))
