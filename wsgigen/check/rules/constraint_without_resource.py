"""A constraint names a resource that does not exist.

What it checks
    Every constraint of the CIB names resources, groups, clones, bundles, templates or tags that
    exist.

Why it matters
    Pacemaker ignores such a constraint as a whole and reports it only in its log. Resources are no
    longer started in order or kept apart as the constraint says. Such constraints remain when
    somebody merges a service into a shared httpd, or leaves it to systemd, by hand.

Instead
    Delete the constraint, or name the resource that took the place of the missing one.

Source
    ClusterLabs/pacemaker, lib/pacemaker/pcmk_sched_ordering.c, pcmk_sched_colocation.c,
    pcmk_sched_location.c: "Ignoring constraint"
    openstack/tripleo-heat-templates 2.0.0: constraints that named openstack-keystone-clone were
    moved to another resource
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each missing resource that a constraint names."""
    for reference in view.cib.unknown:
        yield Finding(
            f"{reference.constraint} names {reference.resource}, which is not in the CIB:"
            " Pacemaker ignores the constraint",
            f"delete {reference.constraint}, or name the resource that replaced"
            f" {reference.resource}",
            reference.at,
        )


RULE = Rule("constraint-without-resource", __doc__, Severity.RISK, check, needs=(Need.CIB,))
