"""A service that must run once is started on every node.

What it checks
    No service that is active/passive is left to systemd on a cluster of several nodes.

Why it matters
    systemd knows only its own machine. The unit is enabled on every node that is built from the
    profile, and runs on all of them: a service that must run once runs as often as there are nodes.
    Nothing fences a node, and nothing chooses another node when one fails.

Instead
    Set `manager: pacemaker` for the service, in an instance of its own; or make it active/active.

Source
    systemd.unit(5), [Install]; "Pacemaker Explained", Resources: systemd services under the cluster
    must not be enabled
    openstack/tripleo-specs, specs/newton/pacemaker-next-generation-architecture.rst: what stays
    with Pacemaker is what must run once
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager, Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each active/passive service that systemd manages."""
    nodes = [node.name for node in view.cib.nodes if node.kind == "member"]
    if len(nodes) < 2:
        return
    for instance in view.instances:
        for site in instance.sites:
            if site.mode is Mode.ACTIVE_PASSIVE and instance.manager is Manager.SYSTEMD:
                yield Finding(
                    f"{site.service} may run on one node only,"
                    f" but {instance.unit} is enabled on all {len(nodes)} nodes",
                    f"set manager: pacemaker for {site.service}, in an instance of its own",
                    ("services", site.service),
                    (site.service,),
                )


RULE = Rule(
    "passive-under-systemd", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.NODES)
)
