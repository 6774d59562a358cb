"""A Dummy resource takes the place of services in an order.

What it checks
    No resource of ocf:heartbeat:Dummy or ocf:pacemaker:Dummy is first in an order.

Why it matters
    A Dummy starts as soon as the resources that it waits for have started, and does nothing more.
    It cannot fail when keystone does, and everything that is ordered after it starts whether
    keystone answers or not. It keeps an order, and checks nothing.

Instead
    Document what it is for, and that it is no health check. Or let the services try again by
    themselves, and remove it.

Source
    openstack/tripleo-heat-templates, c5049d8ff: openstack-core, an ocf:heartbeat:Dummy, took
    keystone's place in the order when keystone went into httpd; crowbar/crowbar-openstack, pull
    request 812: the same
    ClusterLabs/resource-agents, heartbeat/Dummy (the monitor looks for a file that start made)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each Dummy that others are ordered after."""
    for primitive in view.primitives:
        if primitive.standard == "ocf" and primitive.type == "Dummy" and not primitive.bundle:
            waiting = sorted(
                {order.then for order in view.cib.orders if order.first == primitive.outermost}
            )
            if waiting:
                yield Finding(
                    f"{primitive.id} is a Dummy and never unhealthy,"
                    f" but {join_some(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for it",
                    "remove it with its orders, or say where it is documented"
                    " that it checks nothing",
                    primitive.at,
                    tuple(
                        service for name in waiting for service in view.control.services_of(name)
                    ),
                )


RULE = Rule("dummy-anchor", __doc__, Severity.ADVICE, check)
