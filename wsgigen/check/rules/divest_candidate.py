"""Resources that need no Pacemaker.

What it checks
    Every resource of the CIB that may run on all nodes at once and that systemd can start: the services of the catalogue, their
    daemons, and what TripleO took out of Pacemaker.

Why it matters
    systemd sees at once that a process ended; Pacemaker sees it at the next monitor. On three nodes, with Apache killed and a
    monitor every 10 s, systemd answered again after 0.25 s, Pacemaker after 3 to 12 s. Each resource more is one more that can stop
    another through an order, fence a node through a stop that takes too long, and wait for a transition that is not about it.

Instead
    Leave these to systemd and the load balancer. `wsgigen check --cib` names what binds each of them to the rest of the cluster: a unit
    that others drive, too, a group, constraints, `is-managed=false`. It prints no steps: a resource that is stopped before
    systemd starts its unit answers nobody in between, on all nodes at once (1,285 of 5,606 requests were lost under load).

Source
    openstack/tripleo-specs, specs/newton/pacemaker-next-generation-architecture.rst
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh: 36 resources that left
    crowbar/crowbar-openstack pull request 1256; seen with Pacemaker 2.1.5 and 3.0.0 and systemd 252 on three nodes
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.migrate.recommendation import recommendations
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding: taking them out is one piece of work."""
    found = [one for one in recommendations(view) if one.manager == "systemd"]
    if found:
        yield Finding(
            f"{join_some(one.resource for one in found)} may run on every node at once: systemd restarts them sooner than Pacemaker notices",
            "leave them to systemd, once nothing that wsgigen check --cib names binds them any more",
            found[0].at,
            tuple(dict.fromkeys(service for one in found for service in one.services)),
        )


RULE = Rule("divest-candidate", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
