"""Two services that must not share a node share an instance.

What it checks
    No colocation with a negative score has resources on both sides that control one unit and may
    run on one node. A score above -INFINITY is a preference: a risk.

Why it matters
    Pacemaker puts the two resources on different nodes, and each start there starts both services:
    the constraint is met in Pacemaker's view and broken on every node. With one resource for the
    whole unit, the constraint cannot even be written.

Instead
    Give each service a unit of its own with `layout: per-service`, or remove the colocation.

Source
    "Pacemaker Explained", Resource Constraints, Placing Resources Relative to other Resources
    Simulated with crm_simulate 2.1.5: a colocation of -INFINITY between two resources of one unit
    is met in the scheduler's view and broken on the hosts
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.sharing import shared_units
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.constraints import Colocation
from wsgigen.pacemaker.cib.model import INFINITY
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each colocation and each unit that both its sides control."""
    for colocation in sorted(view.cib.colocations, key=_by_names):
        if colocation.score >= 0:
            continue
        for unit, ids, other_ids in shared_units(
            view, colocation.resource, colocation.with_resource
        ):
            all_ids = (*ids, *other_ids)
            mandatory = colocation.score <= -INFINITY
            yield Finding(
                f"{colocation.id} keeps {join_some(ids)} away from {join_some(other_ids)},"
                f" but both control {unit}: a start of one also starts the other",
                f"set layout: per-service, or remove {colocation.id}",
                colocation.at,
                tuple(service for id in all_ids for service in view.control.services_of(id)),
                severity=conflict_or_risk(view, all_ids) if mandatory else Severity.RISK,
                question=Question(Action.STOP, ids[0]),
            )


def _by_names(colocation: Colocation) -> tuple[str, str, str]:
    return colocation.id, colocation.resource, colocation.with_resource


RULE = Rule("intra-instance-anticolocation", __doc__, Severity.CONFLICT, check)
