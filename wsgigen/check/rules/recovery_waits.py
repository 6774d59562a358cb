"""A long start or stop of one resource delays the recovery of all others.

What it checks
    No start or stop of an API's resource may take 5 minutes or more.

Why it matters
    Pacemaker acts in transitions: when something fails, what is under way is waited for before what is new is
    begun. While one service takes minutes to start, no other failure in the cluster is recovered, in any layout.

Instead
    A shorter `startup_timeout` or `drain`; or the services under systemd, where each recovers for itself.

Source
    corosync/corosync#254: reported with Pacemaker 1.1.13, where a resource that took 3 minutes to start delayed the recovery of another;
    not shown here, so this is advice
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import location, timeout
from wsgigen.text.phrases import join_some

#: Seconds; deployments of TripleO give 200 s to each.
_LONG = 300


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for the starts and one for the stops: long times mostly come from the defaults."""
    for name in ("start", "stop"):
        times = {one.id: timeout(view.cib, one, name) for one in apis(view)}
        slow = [one for one in apis(view) if times[one.id] >= _LONG]
        if slow:
            yield Finding(
                f"{join_some(one.id for one in slow)} may take {max(times.values())} s to {name}, and meanwhile Pacemaker recovers nothing else",
                "give them less time, or leave them to systemd",
                location(slow[0], name),
                tuple(service for one in slow for service in served(view, one)),
            )


RULE = Rule("recovery-waits", __doc__, Severity.ADVICE, check)
