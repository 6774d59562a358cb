"""A unit may use less memory than its processes need once they are loaded.

What it checks
    The memory limit of every instance, which is the sum of the `memory` of its services, is at
    least as much as its processes need; twice as much if a reload is a handover.

Why it matters
    The limit becomes the unit's MemoryMax. It is reached as soon as the applications are loaded,
    and the kernel kills one of the daemon processes; httpd starts another, which is killed too. The
    unit stays active meanwhile, and its requests fail or wait. During the reload of a dedicated
    instance two generations of httpd run in the unit, so what is enough for one is not enough.

Instead
    Set a limit that leaves room for requests, too; or run fewer processes.

Source
    systemd.resource-control(5): MemoryMax=; systemd.service(5): OOMPolicy=continue
    Measured on Debian 12, mod_wsgi 4.9.4: proportional set size of one process of Keystone,
    Placement and Glance 2026.1, at least 95 MiB; other services of OpenStack are taken to be as
    large
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.capacity import memory
from wsgigen.cluster.view import ClusterView

_MIB = 1024**2


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each instance. It has no limit unless all of its services have one."""
    for instance in view.instances:
        limits = [site.memory for site in instance.sites if site.memory]
        generations = 2 if instance.slots else 1
        needed = generations * memory(instance)
        if len(limits) == len(instance.sites) and sum(limits) < needed:
            processes = generations * sum(site.daemon.processes for site in instance.sites)
            when = "during a reload" if instance.slots else "once they are loaded"
            yield Finding(
                f"{instance.unit} may use {sum(limits) // _MIB} MiB, but its {processes} processes"
                f" need {needed // _MIB} MiB {when}: the kernel kills one after another",
                f"allow at least {2 * memory(instance) // _MIB}MiB, or use fewer processes",
                ("services", instance.sites[0].service, "memory"),
                tuple(site.service for site in instance.sites),
            )


RULE = Rule("memory-limit-too-low", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
