"""Pacemaker does not monitor a resource.

What it checks
    Every resource of an API has a recurring monitor that is not disabled. A monitor for the role
    Stopped does not count.

Why it matters
    Pacemaker looks at a resource before it starts it, and after that only as often as a monitor
    says. Without a monitor, a service that dies is shown as started for ever. A service that runs
    once could be started on another node, but is not.

Instead
    Add `op monitor interval=10s timeout=20s`.

Source
    "Pacemaker Explained", Resource Operations, Monitoring Resources for Failure: a resource is not
    monitored unless told to
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import recurring_monitors


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource; it is a conflict where the resource runs once."""
    for primitive in api_primitives(view):
        if not recurring_monitors(primitive):
            runs_once = primitive.clone is None and primitive.bundle is None
            yield Finding(
                f"{primitive.id} has no recurring monitor: when it dies, Pacemaker still shows it"
                f" as started{', and starts it nowhere else' if runs_once else ''}",
                "add op monitor interval=10s timeout=20s",
                primitive.at,
                served_services(view, primitive),
                Severity.CONFLICT if runs_once else Severity.RISK,
            )


RULE = Rule("monitor-missing", __doc__, Severity.CONFLICT, check)
