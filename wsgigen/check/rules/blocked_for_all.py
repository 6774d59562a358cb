"""A stop that fails blocks a unit that serves several services.

What it checks
    For each resource whose unit serves several services: what is done when its stop fails. It is blocked where the operation says
    `on-fail=block`, and where the cluster does not fence.

Why it matters
    A blocked resource is left as it is: not stopped, not started, not recovered, and what is ordered after it stays as it is, too.
    One request that hangs in one service does that to all services of the unit on that node. With a unit for each, one
    service is stuck and the others are managed on. Where several resources name the unit, it is worse to see: one shows as blocked, the
    others as started.

Instead
    `layout: per-service`, or fencing.

Source
    "Pacemaker Explained", Resource Operations, on-fail
    Shown by crm_simulate 2.1.5: with on-fail=block a failed stop of the shared resource leaves all its services, of one's own only that one
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, behind
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import location, when_stop_fails
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource."""
    for primitive in apis(view):
        instance = behind(view, primitive)
        if instance and instance.shared and when_stop_fails(view.cib, primitive) == "block":
            services = tuple(site.service for site in instance.sites)
            yield Finding(
                f"a stop of {primitive.id} that fails is blocked, and with {instance.unit} {join_some(services)}: nobody recovers any of them",
                "set layout: per-service, or turn fencing on and drop on-fail=block",
                location(primitive, "stop"),
                services,
            )


RULE = Rule("blocked-for-all", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
