"""An order between two services that live in one instance.

What it checks
    No order constraint has resources on both sides that drive one unit. An order that is not mandatory is
    advice, and so is one between services that the profile wants behind one resource.

Why it matters
    To start the first is to start both: the second runs before Pacemaker starts it, and its start does nothing. To stop
    the second stops the first, too, and of three stops one is real. The order is believed and never kept.

Instead
    Remove the order: the services of one httpd start together, and clients must try again anyway. Where the order
    is needed, `layout: per-service`.

Source
    "Pacemaker Explained", Resource Constraints, Specifying the Order
    Simulated with crm_simulate 2.1.5: of keystone, then nova, then glance on one unit, the first start is the start of all
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.sharing import shared_units
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Order
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an order and a unit."""
    found: dict[tuple[str, str], tuple[Order, set[str], set[str]]] = {}
    for order in view.cib.orders:
        for unit, firsts, thens in shared_units(view, order.first, order.then):
            _, first, then = found.setdefault((order.id, unit), (order, set(), set()))
            first.update(firsts)
            then.update(thens)
    for (name, unit), (order, first, then) in sorted(found.items(), key=lambda item: item[0]):
        binding = order.kind == "Mandatory" and not view.control.one_resource_per_instance
        yield Finding(
            f"{name} orders {join_some(sorted(first))} before {join_some(sorted(then - first) or sorted(then))},"
            f" but all are {unit}: it starts and stops them together",
            f"remove {name}, or take layout: per-service",
            order.at,
            tuple(
                service
                for each in sorted(first | then)
                for service in view.control.services_of(each)
            ),
            severity=conflict_or_risk(view, first | then) if binding else Severity.ADVICE,
            question=Question("stop", max(then - first or then)) if binding else None,
        )


RULE = Rule("intra-instance-order", __doc__, Severity.CONFLICT, check)
