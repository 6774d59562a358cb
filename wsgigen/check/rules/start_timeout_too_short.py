"""Pacemaker gives up on a start before the unit does.

What it checks
    The time that the operation start has (its own, else that of op_defaults, else 20 s) against the time that the unit takes until
    its API answers or it gives up: the longest `startup_timeout` of its services, and what httpd needs.

Why it matters
    The units that wsgigen writes count as started when the API answers. When Pacemaker's time runs out first, the start has
    failed: it stops the unit, and the resource may not run on that node again until somebody cleans up, since
    start-failure-is-fatal is true by default. Applications that start fast enough when they start alone are slow when a node boots.

Instead
    A timeout that is longer than the unit's own, which `wsgigen show` prints.

Source
    "Pacemaker Explained", Resource Operations (timeout), Cluster Options (start-failure-is-fatal)
    ClusterLabs/pacemaker: lib/services/systemd.c (TimeoutStartSec is not set)
    Measured: a first import of keystone, placement or glance takes 2 to 4 s alone, 8 to 11 s when three start at once on 2 processors
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, behind, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.values import yes
from wsgigen.pacemaker.operations import location, timeout


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource of a unit."""
    fatal = yes(view.cib.properties.get("start-failure-is-fatal"), default=True)
    for primitive in apis(view):
        instance, given = behind(view, primitive), timeout(view.cib, primitive, "start")
        if (
            instance is None
            or primitive.standard not in ("systemd", "service")
            or given >= instance.start
        ):
            continue
        end = "bans it from the node until somebody cleans up" if fatal else "is a failure"
        yield Finding(
            f"{primitive.id} has {given} s to start, and {instance.unit} waits up to {instance.start} s for its API:"
            f" a start in between {end}",
            f"give its start timeout={instance.start + 10}s",
            location(primitive, "start"),
            served(view, primitive),
        )


RULE = Rule("start-timeout-too-short", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
