"""One resource stands for several services, which Pacemaker then cannot tell apart.

What it checks
    No resource drives an instance of several services. Without a profile, what an httpd serves is not known.

Why it matters
    There is no stopping, banning, moving or maintaining one of the services, and no fail count of its own: what is done to one is done to
    all. A monitor says that httpd runs, whichever of its services does not answer.

Instead
    `layout: per-service` with one resource for each service; or leave what can run active/active to systemd, which
    replaces the processes of one service and loses no request of the others.

Source
    "Pacemaker Explained", Resources: what can be managed is a resource
    openstack/tripleo-heat-templates, c5049d8ff: with keystone in httpd there is no restarting keystone without its neighbours
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """A finding an instance."""
    for unit in view.control.drivers:
        drivers = view.control.remaining_drivers(unit)
        driven = view.control.controlled_by(drivers[0])
        if len(drivers) > 1 or driven is None:
            continue
        whole = view.control.one_resource_per_instance or len(driven.services) > 1
        if (
            driven.instance
            and driven.instance.shared
            and whole
            and not view.control.to_be_migrated(drivers[0])
        ):
            services = tuple(site.service for site in driven.instance.sites)
            yield Finding(
                f"{drivers[0].outermost} stands for {join_some(services)}: none of them can be stopped, banned or watched without the others",
                "take layout: per-service with cluster: {components: service}, or leave them to systemd",
                drivers[0].at,
                services,
            )
        elif not view.plan and is_httpd(drivers[0]) and not catalog_entry(drivers[0]):
            yield Missing(f"what {drivers[0].id} serves", Need.PROFILE.how)


RULE = Rule("aggregate-hides-services", __doc__, Severity.RISK, check)
