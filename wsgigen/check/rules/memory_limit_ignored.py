"""A service's memory limit has no effect, because its neighbour has none.

What it checks
    In a shared instance, all services have a `memory`, or none has.

Why it matters
    The smallest thing that systemd limits is the unit. A shared one is limited to the sum of its services' limits, so
    there is none as long as one service may use what it likes. The services that were meant to be held back are not.

Instead
    Give each service of the instance a `memory`, or the limited ones instances of their own.

Source
    systemd.resource-control(5): MemoryMax= is of the unit; wsgigen/render/outputs/unit.py
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each instance."""
    for instance in view.instances:
        limited = tuple(site.service for site in instance.sites if site.memory)
        free = [site.service for site in instance.sites if not site.memory]
        if limited and free:
            yield Finding(
                f"the memory of {join_some(limited)} is not limited: {instance.unit} also serves {join_some(free)}, which has no limit",
                f"give {join_some(free)} a memory, too, or set layout: per-service",
                ("services", limited[0], "memory"),
                limited,
            )


RULE = Rule("memory-limit-ignored", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
