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

from wsgigen.check.model import Finding, Question, Rule, Severity, some
from wsgigen.cluster.view import Subject
from wsgigen.pacemaker.cib.model import INFINITY


def check(subject: Subject) -> Iterator[Finding]:
    """A finding a pair and a unit."""
    for one in sorted(
        subject.cib.colocations, key=lambda one: (one.id, one.resource, one.with_resource)
    ):
        for unit, those, others in (
            subject.shared(one.resource, one.with_resource) if one.score < 0 else ()
        ):
            yield Finding(
                f"{one.id} keeps {some(those)} away from {some(others)}, but both are {unit}: where one starts, so does the other",
                f"take layout: per-service, or remove {one.id}",
                one.at,
                tuple(service for each in (*those, *others) for service in subject.services(each)),
                severity=subject.shown((*those, *others))
                if one.score <= -INFINITY
                else Severity.RISK,
                question=Question("stop", those[0]),
            )


RULE = Rule("intra-instance-anticolocation", __doc__, Severity.CONFLICT, check)
