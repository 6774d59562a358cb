"""Several resources of ocf:heartbeat:apache have the same configuration file.

What it checks
    No two resources of ocf:heartbeat:apache that may run on the same node have the same
    `configfile`, or both leave it to the agent's default.

Why it matters
    The agent finds its httpd by the PID file that the configuration names. The second resource's
    monitor succeeds while only the first one runs, its start does nothing, and its stop ends both.
    pcs refuses this without --force; crm_verify does not.

Instead
    Give each resource a `configfile` with a PidFile, Listen and DefaultRuntimeDir of its own; or
    make one resource for all.

Source
    ClusterLabs/resource-agents, heartbeat/apache (configfile is unique="1") and
    heartbeat/apache-conf.sh; run with resource-agents 4.12.0 on Debian 12
    ClusterLabs/pcs, pcs/lib/cib/resource/primitive.py (unique groups)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each httpd that several resources control."""
    for unit in view.control.primitives_by_unit:
        primitives = [
            primitive
            for primitive in view.control.planned_primitives(unit)
            if primitive.standard == "ocf"
        ]
        shared = overlap(view, primitives)
        if shared.certain:
            yield _together(view, unit, [primitive.id for primitive in shared.certain])
        if shared.unsure:
            yield Missing(
                f"whether {join_some(primitive.id for primitive in shared.unsure)},"
                f" which all control {unit}, may run on one node",
                "the node attributes that their location rules use",
            )


def _together(view: ClusterView, unit: str, ids: list[str]) -> Finding:
    return Finding(
        f"{join_some(ids)} have the same configfile, and so all control {unit}:"
        " the monitor of one succeeds for the others, and the stop of one stops all",
        "give each a configfile with a PidFile and ports of its own, or make them one resource",
        view.cib.primitives[ids[0]].at,
        tuple(service for primitive in ids for service in view.control.services_of(primitive)),
        severity=conflict_or_risk(view, ids),
        question=Question(Action.STOP, ids[0]),
    )


RULE = Rule("ocf-configfile-shared", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
