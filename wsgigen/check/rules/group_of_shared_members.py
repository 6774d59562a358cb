"""A group has several members that control one unit.

What it checks
    No group has two members that control the same unit.

Why it matters
    A group starts its members one after the other and stops them in reverse. When two members
    have one unit, the first start starts both, and the first stop stops both: the members between
    them run without what they should wait for. A failure of one member restarts the unit and
    with it the other member, which Pacemaker does not know.

Instead
    Keep one member for the unit, or give each a unit of its own with `layout: per-service`.

Source
    "Pacemaker Explained", Collective Resources, Groups
    ClusterLabs/pacemaker, lib/services/systemd.c (a stop is StopUnit, whoever shares the unit); two
    resources of one unit in order: simulated with crm_simulate 2.1.5
"""

from collections import defaultdict
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each unit that a group has several members of."""
    for group in view.cib.groups.values():
        units: defaultdict[str, list[str]] = defaultdict(list)
        for member in view.cib.primitives_named(group.id):
            if controlled := view.control.controlled_by(member):
                units[controlled.unit].append(member.id)
        for unit, members in units.items():
            if len(members) > 1:
                merged = view.control.one_resource_per_instance
                yield Finding(
                    f"group {group.id} starts {join_some(members)} one after the other,"
                    f" but all of them control {unit}",
                    "keep one of them in the group, or set layout: per-service",
                    group.at,
                    tuple(
                        service
                        for member in members
                        for service in view.control.services_of(member)
                    ),
                    severity=Severity.ADVICE if merged else conflict_or_risk(view, members),
                    question=None if merged else Question(Action.STOP, members[-1]),
                )


RULE = Rule("group-of-shared-members", __doc__, Severity.CONFLICT, check)
