"""Several resources of the cluster drive one systemd unit.

What it checks
    No two resources of class systemd, service or lsb name one unit where both may run on one node;
    `httpd` and `httpd.service` are one. With a profile, a resource of a service that the profile has drives the unit that the
    layout puts the service behind, unless one resource for each instance is wanted: then they become one. Where the
    profile leaves such a service to systemd its resource need not come there, and it is a risk.
    Resources that are kept on different nodes are in order, unless one is probed where the other runs.

Why it matters
    Pacemaker has no notion of two resources having one unit: stopping one stops the unit. The monitors of the others fail, and
    Pacemaker starts it again: what was stopped serves, and the status says that it does not, for ever.
    Where one is stopped at the time that another is started, the unit runs when Pacemaker looks whether the stop is done: it waits
    until the stop's timeout, the stop has failed, and for that the node is fenced.
    crm_verify, pcs and crmsh accept it in silence.

Instead
    One clone for the unit, or one unit for each service: `layout: per-service`. Where two must share a unit on different
    nodes, set `resource-discovery=never` beside each -INFINITY.

Source
    ClusterLabs/pacemaker, lib/services/systemd.c (a stop is StopUnit, whoever shares the unit); "Pacemaker Explained",
    Resource Constraints (resource-discovery)
    Three clones of one unit: seen with Pacemaker 2.1.5 and 3.0.0 on three nodes (stop), and simulated with
    crm_simulate 2.1.5 (ban, refresh after a ban: a probe finds the unit running, so Pacemaker stops it)
    A stop beside a start: seen with 2.1.5, "Giving up on hello stop (rc=0): timeout", while the unit was active for the other
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """A finding a unit."""
    for unit in view.control.drivers:
        drivers = [one for one in view.control.remaining_drivers(unit) if one.standard != "ocf"]
        found = overlap(view, drivers)
        services = tuple(
            service for one in found.certain for service in view.control.services_of(one.id)
        )
        if found.certain:
            yield Finding(
                f"{join_some(one.id for one in found.certain)} drive one unit, {unit}:"
                " to stop one stops all, and the others' monitors start it again",
                "make one clone of them, or give each a unit of its own (layout: per-service)",
                found.certain[0].at,
                services,
                severity=conflict_or_risk(view, [one.id for one in found.certain]),
                question=Question("stop", found.certain[0].id),
            )
        if found.probed:
            yield Finding(
                f"{join_some(one.id for one in found.probed)} drive {unit} on different nodes, but are probed on each other's:"
                " a probe there finds it running, and Pacemaker stops it",
                "set resource-discovery=never in the locations that keep them apart",
                found.probed[0].at,
                tuple(
                    service for one in found.probed for service in view.control.services_of(one.id)
                ),
                severity=Severity.RISK,
            )
        if found.unsure:
            yield Missing(
                f"whether {join_some(one.id for one in found.unsure)} come to one node, all being {unit}",
                "the node attributes that their locations ask for",
            )


RULE = Rule("unit-many-resources", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
