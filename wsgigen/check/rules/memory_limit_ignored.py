"""A service's memory limit has no effect, because another service of the unit has none.

What it checks
    In a shared instance, either all services have a `memory`, or none has.

Why it matters
    systemd limits the memory of a unit, not of a service. A shared unit gets the sum of its
    services' limits, so it has no limit as long as one of them may use as much as it likes. The
    services that should be limited are not.

Instead
    Give each service of the instance a `memory`, or give the limited services instances of their
    own.

Source
    systemd.resource-control(5): MemoryMax= is of the unit; wsgigen/render/outputs/unit.py
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each instance that limits only some of its services."""
    for instance in view.instances:
        limited = tuple(site.service for site in instance.sites if site.memory)
        unlimited = [site.service for site in instance.sites if not site.memory]
        if limited and unlimited:
            yield Finding(
                f"{instance.unit} has no memory limit, because there is none for"
                f" {join_some(unlimited)}: that of {join_some(limited)} has no effect",
                f"set memory for {join_some(unlimited)} too, or set layout: per-service",
                ("services", limited[0], "memory"),
                limited,
            )


RULE = Rule("memory-limit-ignored", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
