"""A unit may use less memory than its processes need to be loaded.

What it checks
    The `memory` of every instance, which is the sum of its services', against what its processes need at least.

Why it matters
    The limit is the unit's MemoryMax. When the applications are loaded it is reached, and the kernel kills one of the daemon
    processes; httpd starts another, which is killed, too. The unit stays active meanwhile, and its requests fail or wait.

Instead
    A limit of twice what the processes need when loaded leaves room for requests; or fewer processes.

Source
    systemd.resource-control(5): MemoryMax=; systemd.service(5): OOMPolicy=continue
    Measured on Debian 12, mod_wsgi 4.9.4: proportional set size of one process of Keystone, Placement and Glance 2026.1, at least
    95 MiB; other services of OpenStack are taken to be as large
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.impact import memory
from wsgigen.cluster.view import ClusterView

_MIB = 1024**2


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each instance. Without a limit for each of its services it has none."""
    for instance in view.instances:
        limits = [site.memory for site in instance.sites if site.memory]
        if len(limits) == len(instance.sites) and sum(limits) < memory(instance):
            processes = sum(site.daemon.processes for site in instance.sites)
            yield Finding(
                f"{instance.unit} may use {sum(limits) // _MIB} MiB, and its {processes} processes need {memory(instance) // _MIB} MiB"
                " when they are loaded: the kernel kills them in turn",
                f"allow at least {2 * memory(instance) // _MIB}MiB, or use fewer processes",
                ("services", instance.sites[0].service, "memory"),
                tuple(site.service for site in instance.sites),
            )


RULE = Rule("memory-limit-too-low", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
