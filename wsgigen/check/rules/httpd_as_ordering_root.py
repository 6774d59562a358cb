"""Other resources are ordered after an httpd of several services.

What it checks
    Nothing is ordered, mandatorily, after the one resource of an httpd that serves several services; what is ordered after that is
    counted in. Without a profile every httpd that is no one service's own is taken for one.

Why it matters
    Such an order is meant for one service, keystone as a rule, and holds for all: whenever the httpd restarts, for
    whichever of its services, all that is ordered after it is stopped and started.

Instead
    Remove the order: services try again until keystone answers. Or make it `kind=Optional`; or `layout: per-service`, so
    that it is about one service.

Source
    openstack/tripleo-heat-templates, c5049d8ff, "Move ordering constraints from httpd to openstack-core" (Red Hat bug 1290121,
    Launchpad bug 1537885)
    Simulated with crm_simulate 2.1.5: one failure of httpd restarts what is ordered after it; on all nodes without interleave
"""

from collections.abc import Iterator, Mapping

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.ordering import after
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Order, Primitive
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an httpd."""
    orders = after(view)
    for unit, drivers in view.control.drivers.items():
        staying = view.control.remaining_drivers(unit)
        if (
            len(staying) > 1
            or view.control.to_be_migrated(staying[0])
            or not _shared(view, staying[0])
        ):
            continue
        names = {one.outermost for one in drivers}
        restarts = _reached(view, orders, names)
        if restarts:
            direct = sorted(
                (order for name in names for order in orders.get(name, ())),
                key=lambda one: (one.id, one.then),
            )
            one = len(restarts) == 1
            yield Finding(
                f"{join_some(restarts)} {'is' if one else 'are'} ordered after {join_some(sorted(names))}:"
                f" each restart of {unit}, for whichever of its services, restarts {'it' if one else 'them'}",
                f"remove {join_some(order.id for order in direct)}, or say kind=Optional there",
                direct[0].at,
                tuple(service for name in restarts for service in view.control.services_of(name)),
                question=Question("fail", staying[0].id),
            )


def _shared(view: ClusterView, primitive: Primitive) -> bool:
    driven = view.control.controlled_by(primitive)
    if driven and driven.instance:
        return driven.instance.shared
    return is_httpd(primitive) and not catalog_entry(primitive)


def _reached(view: ClusterView, orders: Mapping[str, list[Order]], names: set[str]) -> list[str]:
    """All that restarts with *names*, but for themselves."""
    found: set[str] = set()
    waiting = sorted(names)
    for name in waiting:
        thens = {order.then for order in orders.get(name, ())}
        new = {one.outermost for then in thens for one in view.cib.primitives_named(then)} | {
            then for then in thens if not view.cib.primitives_named(then)
        }
        waiting += sorted(new - found - names)
        found |= new - names
    return sorted(found)


RULE = Rule("httpd-as-ordering-root", __doc__, Severity.RISK, check)
