"""The services need more memory than the host has.

What it checks
    What the processes of the plan need at least, and the sum of the services' `memory` limits, against `host: {memory: ...}`.

Why it matters
    An OpenStack application takes some 100 MB in every process as soon as it is loaded. Where that alone is more than there
    is, the kernel kills processes while the services start, of these or of the database beside them. Limits whose sum
    is more than the host has protect every service from itself, and none from the others.

Instead
    Fewer processes, fewer services on the host, or more memory; limits that leave room for what else runs there.

Source
    Measured on Debian 12, mod_wsgi 4.9.4: proportional set size of one process of Keystone, Placement and Glance 2026.1, at least
    95 MiB; of a trivial application, and of an httpd with its workers, at least 4 MiB
    systemd.resource-control(5): MemoryMax=
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.impact import memory
from wsgigen.cluster.view import ClusterView

_MIB = 1024**2


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding for what is needed, one for what is allowed."""
    have = view.profile.host.memory if view.profile else None
    if not have:
        return
    needed = sum(memory(instance) for instance in view.instances)
    allowed = sum(site.memory or 0 for site in view.sites)
    if needed > have:
        yield Finding(
            f"the services need {needed // _MIB} MiB once they are loaded, and the host has {have // _MIB} MiB:"
            " the kernel kills some of them",
            "use fewer processes, or more memory",
            ("host", "memory"),
            tuple(site.service for site in view.sites),
        )
    elif allowed > have:
        yield Finding(
            f"the limits of the services add up to {allowed // _MIB} MiB, and the host has {have // _MIB} MiB",
            "lower the services' memory until the sum leaves room for what else runs on the host",
            ("host", "memory"),
            tuple(site.service for site in view.sites if site.memory),
            severity=Severity.ADVICE,
        )


RULE = Rule(
    "memory-overcommitted", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.MEMORY)
)
