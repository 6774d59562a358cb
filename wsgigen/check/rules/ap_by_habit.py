"""A service that may run on every node is kept on one.

What it checks
    No service has `mode: active-passive` in the profile when the catalogue says that several nodes
    may run it at once.

Why it matters
    When the node or the service fails, nobody answers until Pacemaker has noticed the failure, has
    stopped what is left of the service and has started it on another node. That takes a monitor
    interval, a stop and the import of the application. When the service runs on every node, the
    load balancer leaves out the node that does not answer, and the others go on.

Instead
    Remove `mode`, and put a load balancer in front of the service. If the service must not run
    twice, say why in a comment next to the key.

Source
    OpenStack High Availability Guide: stateless APIs run on all nodes; for each service, the
    sources in wsgigen/catalog/services
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh:
    services that left Pacemaker
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each service of the catalogue."""
    for site in view.sites:
        if (
            site.catalogued
            and site.mode is Mode.ACTIVE_PASSIVE
            and view.facts(site).mode is Mode.ACTIVE_ACTIVE
        ):
            yield Finding(
                f"{site.service} may run on every node but runs on one:"
                " when that node fails, nobody answers until another has started the service",
                "remove mode, and let the load balancer use every node",
                ("services", site.service, "mode"),
                (site.service,),
            )


RULE = Rule("ap-by-habit", __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,))
