"""A group holds several members that live in one instance.

What it checks
    No group has two members that drive one unit.

Why it matters
    A group starts its members one after the other and stops them in reverse. With one unit behind two members the first start is
    that of both, and the first stop too: what stands between them in the group runs without what it was to wait for. A failure of one
    restarts the unit and with it the other, which Pacemaker does not know of.

Instead
    One member for the unit; or a unit for each, with `layout: per-service`.

Source
    "Pacemaker Explained", Collective Resources, Groups
    ClusterLabs/pacemaker, lib/services/systemd.c (a stop is StopUnit, whoever shares the unit); two resources of one unit in order:
    simulated with crm_simulate 2.1.5
"""

from collections import defaultdict
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding a group and a unit."""
    for group in view.cib.groups.values():
        units: defaultdict[str, list[str]] = defaultdict(list)
        for member in view.cib.primitives_named(group.id):
            if driven := view.control.controlled_by(member):
                units[driven.unit].append(member.id)
        for unit, members in units.items():
            if len(members) > 1:
                yield Finding(
                    f"group {group.id} starts {join_some(members)} one after the other, but all are {unit}",
                    "keep one of them in the group, or take layout: per-service",
                    group.at,
                    tuple(
                        service for each in members for service in view.control.services_of(each)
                    ),
                    severity=Severity.ADVICE
                    if view.control.one_resource_per_instance
                    else conflict_or_risk(view, members),
                    question=None
                    if view.control.one_resource_per_instance
                    else Question("stop", members[-1]),
                )


RULE = Rule("group-of-shared-members", __doc__, Severity.CONFLICT, check)
