"""A long start or stop of one resource delays the recovery of all others.

What it checks
    No start or stop of an API's resource may take 5 minutes or more.

Why it matters
    Pacemaker acts in transitions: when something fails, what is under way is waited for before what is new is
    begun. While one service takes minutes to start, no other failure in the cluster is recovered, in any layout.

Instead
    A shorter `startup_timeout` or `drain`; or the services under systemd, where each recovers for itself.

Source
    ClusterLabs/pacemaker: daemons/controld (a transition that is aborted waits for its actions that are in flight)
    corosync/corosync#254: a slow start of one resource delays the recovery of another
"""

from collections.abc import Iterator

from wsgigen.check.apis import apis, served
from wsgigen.check.model import Finding, Rule, Severity
from wsgigen.check.operations import place, timeout
from wsgigen.check.subject import Subject

#: Seconds; deployments of TripleO give 200 s to each.
_LONG = 300


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for each operation."""
    for primitive in apis(subject):
        for name in ("start", "stop"):
            given = timeout(subject.cib, primitive, name)
            if given >= _LONG:
                yield Finding(
                    f"while {primitive.id} takes its {given} s to {name}, Pacemaker recovers nothing else in the cluster",
                    "give the service less time, or leave it to systemd",
                    place(primitive, name),
                    served(subject, primitive),
                )


RULE = Rule("recovery-waits", __doc__, Severity.ADVICE, check)
