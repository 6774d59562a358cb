"""Two services that must not be on one node live in one instance.

What it checks
    No colocation with a negative score has resources on both sides that drive one unit and may run on one node. A
    score above -INFINITY is a wish, and a risk.

Why it matters
    Pacemaker puts the two on different nodes, and each start there starts both: the constraint is met in its books and broken on every
    node. With one resource for the whole unit it cannot even be said.

Instead
    A unit for each: `layout: per-service`; or remove the colocation.

Source
    "Pacemaker Explained", Resource Constraints, Placing Resources Relative to other Resources
    Simulated with crm_simulate 2.1.5: a colocation of -INFINITY between two resources of one unit is met in the scheduler's
    books and broken on the hosts
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.sharing import shared_units
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import INFINITY
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding a pair and a unit."""
    for one in sorted(
        view.cib.colocations, key=lambda one: (one.id, one.resource, one.with_resource)
    ):
        for unit, those, others in (
            shared_units(view, one.resource, one.with_resource) if one.score < 0 else ()
        ):
            yield Finding(
                f"{one.id} keeps {join_some(those)} away from {join_some(others)}, but both are {unit}: where one starts, so does the other",
                f"take layout: per-service, or remove {one.id}",
                one.at,
                tuple(
                    service
                    for each in (*those, *others)
                    for service in view.control.services_of(each)
                ),
                severity=conflict_or_risk(view, (*those, *others))
                if one.score <= -INFINITY
                else Severity.RISK,
                question=Question("stop", those[0]),
            )


RULE = Rule("intra-instance-anticolocation", __doc__, Severity.CONFLICT, check)
