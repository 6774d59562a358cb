"""A stop that fails blocks a unit that serves several services.

What it checks
    For each resource whose unit serves several services: a stop that fails does not block it. It
    does where the stop operation has `on-fail=block`, and where the cluster does not fence.

Why it matters
    Pacemaker leaves a blocked resource as it is: it does not stop, start or recover it, and leaves
    everything that is ordered after it as it is too. One request that hangs in one service does
    that to all services of the unit on that node. With a unit for each service, one service is
    stuck and Pacemaker still manages the others. Several resources with the same unit make it
    harder to see: one shows as blocked, the others as started.

Instead
    Use `layout: per-service`, or fencing.

Source
    "Pacemaker Explained", Resource Operations, on-fail
    Shown by crm_simulate 2.1.5: with on-fail=block a failed stop of the shared resource leaves all
    its services as they are; a failed stop of a service's own resource leaves only that service
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, planned_instance
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import action_on_failed_stop, operation_origin
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource."""
    for primitive in api_primitives(view):
        instance = planned_instance(view, primitive)
        if (
            instance
            and instance.serves_several
            and action_on_failed_stop(view.cib, primitive) == "block"
        ):
            services = tuple(site.service for site in instance.sites)
            yield Finding(
                f"{primitive.id} is blocked when its stop fails, and {instance.unit} with it:"
                f" Pacemaker no longer recovers any of {join_some(services)} on that node",
                "set layout: per-service, or turn on fencing and remove on-fail=block",
                operation_origin(primitive, "stop"),
                services,
            )


RULE = Rule("blocked-for-all", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
