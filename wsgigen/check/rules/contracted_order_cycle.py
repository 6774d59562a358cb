"""The orders form a cycle over the units that the resources really control.

What it checks
    The mandatory orders form no cycle when all resources that control one unit count as one. Sets,
    groups and the reverse of symmetrical orders are included. The finding is only a risk where the
    profile leaves one of the unit's services to systemd, because its resource need not come there.

Why it matters
    Keystone, then neutron-server, then heat-api is fine while each has a unit of its own. With
    keystone and heat-api in one httpd, that httpd must start both before and after neutron-server.
    With one resource for the httpd, Pacemaker finds no order and starts nothing of the cycle;
    crm_verify reports no error. With a resource for each service, the first start also starts the
    last service, and the order is not kept.

Instead
    Remove one of the orders: a client that tries again needs none. Or keep the ends of the cycle in
    units of their own.

Source
    Simulated with crm_simulate 2.1.5: "Transition failed: terminated", "An invalid transition was
    produced", only probes run; crm_verify 2.1.5 returns 0
    "Pacemaker Explained", Resource Constraints, Specifying the Order in which Resources Should
    Start/Stop
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.ordering import OrderStep, order_cycles, order_graph, shared_unit_by_id
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each cycle."""
    ids_by_unit: defaultdict[str, list[str]] = defaultdict(list)
    for name, unit in shared_unit_by_id(view).items():
        ids_by_unit[unit].append(name)
    for names, steps in order_cycles(order_graph(view)):
        shared = {
            unit: _on_the_way(view, ids_by_unit[unit], steps)
            for unit in names
            if unit in ids_by_unit
        }
        way = [
            f"{step.first} before {step.then}" for step in _from_shared_unit(view, steps, shared)
        ]
        ends = [end for step in steps for end in (step.first, step.then)]
        yield Finding(
            f"the orders form a cycle ({join_some(way, 6)}){_consequence(view, shared)}",
            f"remove one of {join_some(sorted({step.by for step in steps}))}"
            + (", or set layout: per-service" if shared else ""),
            min(steps).at,
            tuple(service for end in ends for service in view.control.services_of(end)),
            severity=conflict_or_risk(view, [name for ids in shared.values() for name in ids]),
        )


def _consequence(view: ClusterView, shared: Mapping[str, list[str]]) -> str:
    """Return what a cycle does, and which units close it.

    A group cannot hold a resource twice, so its members never become one.
    """
    if not shared:
        return ": Pacemaker starts nothing of it"
    reason = " and ".join(f"{join_some(ids)} share {unit}" for unit, ids in shared.items())
    grouped = any(view.cib.primitives[name].group for ids in shared.values() for name in ids)
    consequence = (
        "Pacemaker does not keep the order"
        if grouped
        else "with one resource for the unit Pacemaker starts nothing of the cycle,"
        " with several it does not keep the order"
    )
    return f", because {reason}: {consequence}"


def _on_the_way(view: ClusterView, ids: list[str], steps: list[OrderStep]) -> list[str]:
    """Return those of *ids* that *steps* name, directly or by what they are in."""
    ends = [end for step in steps for end in (step.first, step.then)]
    ordered = {primitive.id for end in ends for primitive in view.cib.primitives_named(end)}
    return [name for name in ids if name in ordered]


def _from_shared_unit(
    view: ClusterView, steps: list[OrderStep], shared: Mapping[str, list[str]]
) -> list[OrderStep]:
    """Return *steps* turned so that the first begins at a resource of a shared unit."""
    names = {name for ids in shared.values() for name in _constrained_names(view, ids)}
    start = next((number for number, step in enumerate(steps) if step.first in names), 0)
    return steps[start:] + steps[:start]


def _constrained_names(view: ClusterView, ids: list[str]) -> set[str]:
    """Return all names by which a constraint may mean the primitives *ids*."""
    primitives = [view.cib.primitives[id] for id in ids]
    return {
        name
        for primitive in primitives
        for name in (primitive.id, primitive.group, primitive.outermost)
        if name
    }


RULE = Rule("contracted-order-cycle", __doc__, Severity.CONFLICT, check)
