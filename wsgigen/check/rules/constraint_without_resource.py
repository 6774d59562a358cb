"""A constraint names a resource that is not there.

What it checks
    Every constraint of the CIB names resources, groups, clones, bundles, templates or tags that exist.

Why it matters
    Pacemaker ignores such a constraint as a whole and says so in its log alone. What was to start first, or to be kept
    apart, no longer is. This is what remains after a service was merged into a shared httpd, or left to systemd, by hand.

Instead
    Delete the constraint, or name what took the resource's place.

Source
    ClusterLabs/pacemaker, lib/pacemaker/pcmk_sched_ordering.c, pcmk_sched_colocation.c, pcmk_sched_location.c: "Ignoring constraint"
    openstack/tripleo-heat-templates 2.0.0: constraints that named openstack-keystone-clone were moved to another resource
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each name."""
    for one in view.cib.unknown:
        yield Finding(
            f"{one.constraint} names {one.resource}, which is not in the CIB: Pacemaker ignores the constraint",
            f"delete {one.constraint}, or name what took the place of {one.resource}",
            one.at,
        )


RULE = Rule("constraint-without-resource", __doc__, Severity.RISK, check, needs=(Need.CIB,))
