"""The failure of one API restarts others, and no alert names the cause.

What it checks
    Where the cluster sends alerts: at most one resource has a mandatory order after a resource
    that serves an API.

Why it matters
    When that resource restarts, everything that is ordered after it restarts too, and each stop
    and each start sends an alert of its own. An alert names the resource, the action and its
    result. It does not say that keystone was the cause: the person on call sees ten services fail.

Instead
    Set kind=Optional on the orders, since the services try again by themselves. Or group the alerts
    where they arrive.

Source
    "Pacemaker Administration", Alerts: CRM_alert_kind, _rsc, _task, _desc, _rc and others, and no
    cause
    "Pacemaker Explained", Resource Constraints, Ordering: a mandatory order restarts what is
    ordered after
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each API that several resources are ordered after."""
    if not view.cib.alerts:
        return
    followers: dict[str, set[str]] = {}
    for order in view.cib.orders:
        if order.kind == "Mandatory" and order.first_action == order.then_action == "start":
            then = {primitive.id for primitive in view.cib.primitives_named(order.then)}
            for first in view.cib.primitives_named(order.first):
                followers.setdefault(first.id, set()).update(then)
    for primitive in api_primitives(view):
        restarted = sorted(followers.get(primitive.id, set()) - {primitive.id})
        if len(restarted) > 1:
            yield Finding(
                f"{primitive.id} also restarts {join_some(restarted)} when it fails:"
                " each sends alerts of its own, and no alert names the cause",
                "set kind=Optional on the orders, or group the alerts where they arrive",
                primitive.at,
                served_services(view, primitive),
            )


RULE = Rule("alerts-without-cause", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
