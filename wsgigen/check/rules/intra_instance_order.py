"""An order is set between two services that share an instance.

What it checks
    No order constraint has resources on both sides that control one unit. An order that is not
    mandatory is advice, and so is an order between services that the profile puts behind one
    resource.

Why it matters
    A start of the first resource starts both services: the second runs before Pacemaker starts it,
    and its own start does nothing. A stop of the second also stops the first, and of three stops
    only one is real. Pacemaker assumes an order that is never kept.

Instead
    Remove the order: the services of one httpd start together, and clients must try again anyway.
    Where the order is needed, use `layout: per-service`.

Source
    "Pacemaker Explained", Resource Constraints, Specifying the Order
    Simulated with crm_simulate 2.1.5: of keystone, then nova, then glance on one unit, the first
    start is the start of all
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.sharing import shared_units
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.constraints import Order
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each order and each unit that both its sides control."""
    inside: dict[tuple[str, str], tuple[Order, set[str], set[str]]] = {}
    for order in view.cib.orders:
        for unit, firsts, thens in shared_units(view, order.first, order.then):
            _, first, then = inside.setdefault((order.id, unit), (order, set(), set()))
            first.update(firsts)
            then.update(thens)
    for (name, unit), (order, first, then) in sorted(inside.items(), key=lambda item: item[0]):
        binding = order.kind == "Mandatory" and not view.control.one_resource_per_instance
        ids = sorted(first | then)
        yield Finding(
            f"{name} orders {join_some(sorted(first))} before"
            f" {join_some(sorted(then - first) or sorted(then))},"
            f" but {unit} starts and stops them together",
            f"remove {name}, or set layout: per-service",
            order.at,
            tuple(service for id in ids for service in view.control.services_of(id)),
            severity=conflict_or_risk(view, ids) if binding else Severity.ADVICE,
            question=Question(Action.STOP, max(then - first or then)) if binding else None,
        )


RULE = Rule("intra-instance-order", __doc__, Severity.CONFLICT, check)
