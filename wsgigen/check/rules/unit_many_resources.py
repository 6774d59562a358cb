"""Several resources of the cluster control the same systemd unit.

What it checks
    No two resources of class systemd, service or lsb name the same unit where both may run on one
    node; `httpd` and `httpd.service` are the same. With a profile, a resource of one of its
    services controls the unit that the layout puts the service behind, unless the profile wants one
    resource for each instance: then these resources become one. Where the profile leaves such a
    service to systemd, its resource can leave the cluster before that, and the finding is a risk.
    Resources that are kept on different nodes are in order, unless one is probed where the other
    runs.

Why it matters
    Pacemaker does not know that two resources can have the same unit: stopping one stops the unit.
    The monitors of the others fail, and Pacemaker starts it again: the stopped service serves, and
    the status says for ever that it does not. When one is stopped while another is started, the
    unit runs when Pacemaker looks whether the stop is done: it waits until the stop times out, the
    stop has failed, and the node is fenced for it. crm_verify, pcs and crmsh accept this without a
    word.

Instead
    Use one clone for the unit, or one unit for each service: `layout: per-service`. Where two
    resources must share a unit on different nodes, set `resource-discovery=never` beside each
    -INFINITY.

Source
    ClusterLabs/pacemaker, lib/services/systemd.c (a stop is StopUnit, whoever shares the unit);
    "Pacemaker Explained", Resource Constraints (resource-discovery)
    Three clones of one unit: seen with Pacemaker 2.1.5 and 3.0.0 on three nodes (stop), and
    simulated with crm_simulate 2.1.5 (ban, refresh after a ban: a probe finds the unit running, so
    Pacemaker stops it)
    A stop beside a start: seen with 2.1.5, "Giving up on hello stop (rc=0): timeout", while the
    unit was active for the other
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit that several resources control."""
    for unit in view.control.primitives_by_unit:
        primitives = [
            primitive
            for primitive in view.control.planned_primitives(unit)
            if primitive.standard != "ocf"
        ]
        shared = overlap(view, primitives)
        if shared.certain:
            yield _together(view, unit, shared.certain)
        if shared.probed:
            yield _probed(view, unit, shared.probed)
        if shared.unsure:
            yield Missing(
                f"whether {join_some(primitive.id for primitive in shared.unsure)},"
                f" which all control {unit}, may run on one node",
                "the node attributes that their location rules use",
            )


def _together(view: ClusterView, unit: str, primitives: tuple[Primitive, ...]) -> Finding:
    return Finding(
        f"{unit} is controlled by the resources"
        f" {join_some(primitive.id for primitive in primitives)}:"
        " stopping one stops all, and the monitors of the others start it again",
        "make one clone of them, or give each a unit of its own (layout: per-service)",
        primitives[0].at,
        tuple(
            service
            for primitive in primitives
            for service in view.control.services_of(primitive.id)
        ),
        severity=conflict_or_risk(view, [primitive.id for primitive in primitives]),
        question=Question(Action.STOP, primitives[0].id),
    )


def _probed(view: ClusterView, unit: str, primitives: tuple[Primitive, ...]) -> Finding:
    return Finding(
        f"{unit} is controlled by the resources"
        f" {join_some(primitive.id for primitive in primitives)} on different nodes,"
        " but these are probed on each other's nodes: a probe there finds it running,"
        " and Pacemaker stops it",
        "set resource-discovery=never in the location constraints that keep them apart",
        primitives[0].at,
        tuple(
            service
            for primitive in primitives
            for service in view.control.services_of(primitive.id)
        ),
        severity=Severity.RISK,
    )


RULE = Rule("unit-many-resources", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
