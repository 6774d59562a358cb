"""A long start or stop of one resource delays the recovery of all others.

What it checks
    No start or stop of an API's resource may take 5 minutes or more.

Why it matters
    Pacemaker acts in transitions: when something fails, it waits for the actions that are under way
    before it begins new ones. While one service takes minutes to start, no other failure in the
    cluster is recovered, in any layout.

Instead
    Set a shorter `startup_timeout` or `drain`; or leave the services to systemd, where each
    recovers by itself.

Source
    corosync/corosync#254: reported with Pacemaker 1.1.13, where a resource that took 3 minutes to
    start delayed the recovery of another; not shown here, so this is advice
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import operation_origin, operation_timeout
from wsgigen.text.phrases import join_some

#: Seconds; deployments of TripleO give 200 s to each.
_LONG = 300


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding for all starts and one for all stops: most long times are defaults."""
    for name in ("start", "stop"):
        slow = [
            primitive
            for primitive in api_primitives(view)
            if operation_timeout(view.cib, primitive, name) >= _LONG
        ]
        if slow:
            longest = max(operation_timeout(view.cib, primitive, name) for primitive in slow)
            yield Finding(
                f"{join_some(primitive.id for primitive in slow)} may take"
                f" {longest} s to {name}: meanwhile Pacemaker recovers nothing else",
                f"set a shorter timeout for {name}, or leave them to systemd",
                operation_origin(slow[0], name),
                tuple(
                    service for primitive in slow for service in served_services(view, primitive)
                ),
            )


RULE = Rule("recovery-waits", __doc__, Severity.ADVICE, check)
