"""Pacemaker gives up on a start before the unit does.

What it checks
    The timeout of the start operation (its own, else that of op_defaults, else 20 s) is as long as
    the unit takes until its API answers or it gives up: the longest `startup_timeout` of its
    services, and what httpd needs.

Why it matters
    The units that wsgigen writes count as started when the API answers. When Pacemaker's time runs
    out first, the start has failed: Pacemaker stops the unit, and the resource may not run on that
    node again until somebody cleans up, since start-failure-is-fatal is true by default.
    Applications that start fast enough alone are slow when a node boots.

Instead
    Set a timeout that is longer than the unit's own, which `wsgigen show` prints.

Source
    "Pacemaker Explained", Resource Operations (timeout), Cluster Options (start-failure-is-fatal)
    ClusterLabs/pacemaker: lib/services/systemd.c (TimeoutStartSec is not set)
    Measured: a first import of keystone, placement or glance takes 2 to 4 s alone, 8 to 11 s when
    three start at once on 2 processors
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, planned_instance, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.values import is_true
from wsgigen.pacemaker.operations import operation_origin, operation_timeout
from wsgigen.plan.times import OPERATION_MARGIN


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of a unit that may take longer."""
    fatal = is_true(view.cib.properties.get("start-failure-is-fatal"), default=True)
    for primitive in api_primitives(view):
        instance, given = (
            planned_instance(view, primitive),
            operation_timeout(view.cib, primitive, "start"),
        )
        if (
            instance is None
            or primitive.standard not in ("systemd", "service")
            or given >= instance.start
        ):
            continue
        consequence = "bans it from the node until somebody cleans up" if fatal else "fails"
        yield Finding(
            f"{primitive.id} has {given} s to start, but {instance.unit} waits up to"
            f" {instance.start} s for its API: a start that takes longer {consequence}",
            f"set timeout={instance.start + OPERATION_MARGIN}s for its start operation",
            operation_origin(primitive, "start"),
            served_services(view, primitive),
        )


RULE = Rule("start-timeout-too-short", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
