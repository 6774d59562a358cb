"""One failure sends an alert for every resource that hangs on it, and none says why.

What it checks
    Where the cluster sends alerts: whether two or more resources are ordered after one that serves an API, with a mandatory order.

Why it matters
    When that one is restarted, so is everything ordered after it, and each stop and start is an alert of its own. What an alert says is the
    resource, the action and its result; that keystone was the cause is in none of them. Whoever is called sees ten services fail.

Instead
    kind=Optional for the orders, since the services ask again by themselves; or alerts that are put together where they arrive.

Source
    "Pacemaker Administration", Alerts: CRM_alert_kind, _rsc, _task, _desc, _rc and others, and no cause
    "Pacemaker Explained", Resource Constraints, Ordering: a mandatory order restarts what is ordered after
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource that others follow."""
    if not view.cib.alerts:
        return
    after: dict[str, set[str]] = {}
    for order in view.cib.orders:
        if order.kind == "Mandatory" and order.first_action == order.then_action == "start":
            for one in view.cib.primitives_named(order.first):
                after.setdefault(one.id, set()).update(
                    other.id for other in view.cib.primitives_named(order.then)
                )
    for primitive in apis(view):
        following = sorted(after.get(primitive.id, set()) - {primitive.id})
        if len(following) > 1:
            yield Finding(
                f"when {primitive.id} fails, {join_some(following)} restart after it and alert for themselves, and no alert names the cause",
                "make the orders kind=Optional, or put alerts together where they arrive",
                primitive.at,
                served(view, primitive),
            )


RULE = Rule("alerts-without-cause", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
