"""The services need more memory than the host has.

What it checks
    The host has, by `host: {memory: ...}`, as much memory as the processes of the plan need at
    least, also while one instance is reloaded and runs twice, and as much as the sum of the
    services' `memory` limits.

Why it matters
    An OpenStack application takes some 100 MB in every process as soon as it is loaded. Where that
    alone is more than the host has, the kernel kills processes while the services start, be it
    theirs or those of a database on the same host. Limits whose sum is more than the host's memory
    protect each service from itself, but none from the others.

Instead
    Use fewer processes, put fewer services on the host, or add memory. Set limits that leave room
    for everything else that runs there.

Source
    Measured on Debian 12, mod_wsgi 4.9.4: proportional set size of one process of Keystone,
    Placement and Glance 2026.1, at least 95 MiB; of a trivial application, and of an httpd with its
    workers, at least 4 MiB
    systemd.resource-control(5): MemoryMax=
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.capacity import memory
from wsgigen.cluster.view import ClusterView

_MIB = 1024**2


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding: the services need too much, or at least are allowed too much."""
    available = view.profile.host.memory if view.profile else None
    if not available:
        return
    needed = sum(memory(instance) for instance in view.instances)
    twice = max((memory(instance) for instance in view.instances if instance.slots), default=0)
    allowed = sum(site.memory or 0 for site in view.sites)
    if needed > available:
        yield Finding(
            f"the services need {needed // _MIB} MiB once they are loaded,"
            f" but the host has {available // _MIB} MiB: the kernel kills some of them",
            "use fewer processes, or give the host more memory",
            ("host", "memory"),
            tuple(site.service for site in view.sites),
        )
    elif needed + twice > available:
        yield Finding(
            f"the services need {(needed + twice) // _MIB} MiB while the largest is reloaded,"
            f" but the host has {available // _MIB} MiB: the kernel kills some processes then",
            "use fewer processes, or give the host more memory",
            ("host", "memory"),
            tuple(site.service for site in view.sites),
            severity=Severity.RISK,
        )
    elif allowed > available:
        yield Finding(
            f"the memory limits of the services add up to {allowed // _MIB} MiB,"
            f" but the host has {available // _MIB} MiB: they protect no service from the others",
            "lower the services' memory until the sum leaves room for all else that the host runs",
            ("host", "memory"),
            tuple(site.service for site in view.sites if site.memory),
            severity=Severity.ADVICE,
        )


RULE = Rule(
    "memory-overcommitted", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.MEMORY)
)
