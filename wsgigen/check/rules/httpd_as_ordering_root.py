"""Other resources are ordered after an httpd that serves several services.

What it checks
    No resource has a mandatory order after the one resource of an httpd that serves several
    services; what is ordered after such a resource counts too. Without a profile, every httpd that
    is not a service's own counts as shared.

Why it matters
    Such an order is meant for one service, usually keystone, and applies to all. Whenever the httpd
    restarts, for any of its services, Pacemaker stops and starts everything that is ordered
    after it.

Instead
    Remove the order: services try again until keystone answers. Or set `kind=Optional` on it. Or
    use `layout: per-service`, so that the order is about one service.

Source
    openstack/tripleo-heat-templates, c5049d8ff, "Move ordering constraints from httpd to
    openstack-core" (Red Hat bug 1290121, Launchpad bug 1537885)
    Simulated with crm_simulate 2.1.5: one failure of httpd restarts what is ordered after it; on
    all nodes without interleave
"""

from collections.abc import Iterator, Mapping

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.ordering import orders_by_resource
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.constraints import Order
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each shared httpd that others are ordered after."""
    orders = orders_by_resource(view)
    for unit, primitives in view.control.primitives_by_unit.items():
        planned = view.control.planned_primitives(unit)
        first = planned[0]
        if len(planned) > 1 or view.control.to_be_migrated(first) or not _is_shared(view, first):
            continue
        names = {primitive.outermost for primitive in primitives}
        restarted = _restarted_with(view, orders, names)
        if restarted:
            direct = sorted(
                (order for name in names for order in orders.get(name, ())),
                key=lambda order: (order.id, order.then),
            )
            is_or_are, it_or_them = ("is", "it") if len(restarted) == 1 else ("are", "them")
            yield Finding(
                f"{join_some(restarted)} {is_or_are} ordered after {join_some(sorted(names))}:"
                f" each restart of {unit}, for any of its services, also restarts {it_or_them}",
                f"remove {join_some(order.id for order in direct)}, or set kind=Optional there",
                direct[0].at,
                tuple(service for name in restarted for service in view.control.services_of(name)),
                question=Question(Action.FAIL, first.id),
            )


def _is_shared(view: ClusterView, primitive: Primitive) -> bool:
    controlled = view.control.controlled_by(primitive)
    if controlled and controlled.instance:
        return controlled.instance.serves_several
    return is_httpd(primitive) and not catalog_entry(primitive)


def _restarted_with(
    view: ClusterView, orders: Mapping[str, list[Order]], names: set[str]
) -> list[str]:
    """Return all that restarts when *names* restart, without *names*."""
    restarted: set[str] = set()
    queue = sorted(names)
    for name in queue:
        followers: set[str] = set()
        for then in {order.then for order in orders.get(name, ())}:
            members = view.cib.primitives_named(then)
            followers |= {primitive.outermost for primitive in members} or {then}
        queue += sorted(followers - restarted - names)
        restarted |= followers - names
    return sorted(restarted)


RULE = Rule("httpd-as-ordering-root", __doc__, Severity.RISK, check)
