"""A resource that does nothing stands for services in the order.

What it checks
    No resource of ocf:heartbeat:Dummy or ocf:pacemaker:Dummy is first in an order.

Why it matters
    It is started when what it waits for is, and nothing more: it cannot fail when keystone does, and all that is ordered after it starts
    whether keystone answers or not. It orders, and asserts nothing.

Instead
    Write down what it is for, and that it is no health check; or let the services try again by themselves, and remove it.

Source
    openstack/tripleo-heat-templates, c5049d8ff: openstack-core, an ocf:heartbeat:Dummy, took keystone's place in the order when keystone
    went into httpd; crowbar/crowbar-openstack, pull request 812: the same
    ClusterLabs/resource-agents, heartbeat/Dummy (the monitor looks for a file that start made)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an anchor."""
    for primitive in view.resources:
        if primitive.standard == "ocf" and primitive.type == "Dummy" and not primitive.bundle:
            after = sorted(
                {order.then for order in view.cib.orders if order.first == primitive.outermost}
            )
            if after:
                yield Finding(
                    f"{primitive.id} is a Dummy: {join_some(after)} {'waits' if len(after) == 1 else 'wait'} for it, and it is never unhealthy",
                    "remove it with its orders, or say where it is documented that it asserts nothing",
                    primitive.at,
                    tuple(service for name in after for service in view.control.services_of(name)),
                )


RULE = Rule("dummy-anchor", __doc__, Severity.ADVICE, check)
