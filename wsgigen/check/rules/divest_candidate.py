"""Pacemaker manages resources that do not need it.

What it checks
    The CIB has no resource that may run on all nodes at once and that systemd can start: a service
    of the catalogue, one of its daemons, or a resource that TripleO took out of Pacemaker.

Why it matters
    systemd notices at once that a process ended; Pacemaker notices it at the next monitor. On three
    nodes, with Apache killed and a monitor every 10 s, the service answered again after 0.25 s
    under systemd, and after 3 to 12 s under Pacemaker. Each further resource can also stop another
    through an order, and fence a node through a stop that takes too long; and it has to wait for
    transitions that do not concern it.

Instead
    Leave these resources to systemd and the load balancer. `wsgigen check --cib` lists what binds
    each of them to the rest of the cluster: a unit that other resources control too, a group,
    constraints, `is-managed=false`. It prints no steps: when a resource is stopped before systemd
    starts its unit, nobody answers in between, on all nodes at once (1,285 of 5,606 requests were
    lost under load).

Source
    openstack/tripleo-specs, specs/newton/pacemaker-next-generation-architecture.rst
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh:
    36 resources that left
    crowbar/crowbar-openstack pull request 1256; seen with Pacemaker 2.1.5 and 3.0.0 and systemd 252
    on three nodes
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.migrate.manager import RecommendedManager
from wsgigen.migrate.recommendation import recommendations
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding for all resources: taking them out is one piece of work."""
    candidates = [
        candidate
        for candidate in recommendations(view)
        if candidate.manager is RecommendedManager.SYSTEMD
    ]
    if candidates:
        yield Finding(
            f"{join_some(candidate.resource for candidate in candidates)} may run on every node at"
            " once: systemd restarts them sooner than Pacemaker notices a failure",
            "leave them to systemd,"
            " once nothing that wsgigen check --cib lists binds them any more",
            candidates[0].at,
            tuple(
                dict.fromkeys(service for candidate in candidates for service in candidate.services)
            ),
        )


RULE = Rule("divest-candidate", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
