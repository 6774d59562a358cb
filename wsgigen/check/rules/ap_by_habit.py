"""A service that may run everywhere is kept on one node.

What it checks
    No service has `mode: active-passive` in the profile where the catalogue says that several nodes may run it at once.

Why it matters
    When the node or the service fails, nobody answers until Pacemaker has noticed it, has stopped what is left and has started the
    service elsewhere: a monitor interval, a stop and the import of the application. Running everywhere, the load
    balancer leaves out the one that does not answer, and the others go on.

Instead
    Leave `mode` out, and put a load balancer in front. If it must not run twice, say why in a comment beside the key.

Source
    OpenStack High Availability Guide: stateless APIs run on all nodes; for each service, the sources in wsgigen/catalog/services
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh: services that left Pacemaker
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each service of the catalogue."""
    for site in view.sites:
        if (
            site.catalogued
            and site.mode == "active-passive"
            and view.facts(site).mode == "active-active"
        ):
            yield Finding(
                f"{site.service} may run on every node, and runs on one: when that fails, nobody answers until another has started it",
                "leave mode out, and let the load balancer ask every node",
                ("services", site.service, "mode"),
                (site.service,),
            )


RULE = Rule("ap-by-habit", __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,))
