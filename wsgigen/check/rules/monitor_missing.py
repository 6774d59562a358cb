"""Pacemaker does not watch a resource.

What it checks
    Every resource of an API has a recurring monitor that is not disabled; one for the role Stopped does not count.

Why it matters
    Pacemaker looks once, before it starts a resource, and then only as often as a monitor says. Without one a service that dies is shown as
    started for ever. Where another node could take over, as for a service that runs once, nothing takes over.

Instead
    `op monitor interval=10s timeout=20s`.

Source
    "Pacemaker Explained", Resource Operations, Monitoring Resources for Failure: a resource is not monitored unless told to
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import monitors


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource; a conflict where it runs once."""
    for primitive in apis(view):
        if not monitors(primitive):
            once = primitive.clone is None and primitive.bundle is None
            yield Finding(
                f"{primitive.id} has no recurring monitor: when it dies, Pacemaker shows it as started"
                f"{', and starts it nowhere else' if once else ''}",
                "add op monitor interval=10s timeout=20s",
                primitive.at,
                served(view, primitive),
                Severity.CONFLICT if once else Severity.RISK,
            )


RULE = Rule("monitor-missing", __doc__, Severity.CONFLICT, check)
