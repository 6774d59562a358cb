"""One resource controls several services, so Pacemaker cannot tell them apart.

What it checks
    No resource controls an instance of several services. Without a profile it is not known which
    services an httpd serves.

Why it matters
    Pacemaker cannot stop, ban, move or maintain one of the services alone, and no service has a
    fail count of its own: an action on one is an action on all. The monitor reports that httpd
    runs, even when one of its services does not answer.

Instead
    Use `layout: per-service` with one resource for each service. Or leave the services that can
    run active/active to systemd: it replaces the processes of one service, and the other services
    lose no request.

Source
    "Pacemaker Explained", Resources: Pacemaker manages resources, and nothing inside them
    openstack/tripleo-heat-templates, c5049d8ff: keystone in httpd cannot be restarted without its
    neighbours
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each instance that one resource controls."""
    for unit in view.control.primitives_by_unit:
        primitives = view.control.planned_primitives(unit)
        controlled = view.control.controlled_by(primitives[0])
        if len(primitives) > 1 or controlled is None:
            continue
        for_instance = view.control.one_resource_per_instance or len(controlled.services) > 1
        if (
            controlled.instance
            and controlled.instance.serves_several
            and for_instance
            and not view.control.to_be_migrated(primitives[0])
        ):
            services = tuple(site.service for site in controlled.instance.sites)
            yield Finding(
                f"{primitives[0].outermost} controls {join_some(services)} together:"
                " Pacemaker cannot stop, ban or monitor one of them alone",
                "set layout: per-service with cluster: {components: service},"
                " or leave the services to systemd",
                primitives[0].at,
                services,
            )
        elif not view.plan and is_httpd(primitives[0]) and not catalog_entry(primitives[0]):
            yield Missing(f"the services behind {primitives[0].id}", Need.PROFILE.how)


RULE = Rule("aggregate-hides-services", __doc__, Severity.RISK, check)
