"""The orders of the cluster run in a circle on the units that the services really have.

What it checks
    The mandatory orders, sets, groups and symmetrical orders included, with all resources that drive one unit taken for one.
    Where the profile leaves one of their services to systemd its resource need not come there, and it is a risk.

Why it matters
    Keystone, then neutron-server, then heat-api is fine while each has a unit of its own. Put keystone and heat-api into one
    httpd, and it is to start before neutron-server and after it. With one resource for the httpd, Pacemaker finds no
    order and starts nothing of the circle; crm_verify finds nothing wrong. With a resource for each service the first start starts
    the last one with it, and the order is not kept.

Instead
    Remove one of the orders: a client that tries again needs none. Or keep the ends of the circle in units of their own.

Source
    Simulated with crm_simulate 2.1.5: "Transition failed: terminated", "An invalid transition was produced", only probes run;
    crm_verify 2.1.5 returns 0
    "Pacemaker Explained", Resource Constraints, Specifying the Order in which Resources Should Start/Stop
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.ordering import Step, contracted, cycles, graph
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding a knot."""
    drivers: defaultdict[str, list[str]] = defaultdict(list)
    for name, unit in contracted(view).items():
        drivers[unit].append(name)
    for names, steps in cycles(graph(view)):
        ends = {name: _on_the_way(view, drivers[name], steps) for name in names if name in drivers}
        first = next(
            (
                number
                for number, step in enumerate(steps)
                if any(step.first in _known(view, each) for each in ends.values())
            ),
            0,
        )
        way = join_some(
            (f"{step.first} is before {step.then}" for step in steps[first:] + steps[:first]), 6
        )
        yield Finding(
            f"{way}: a circle, {_consequence(view, ends)}",
            f"remove one of {join_some(sorted({step.by for step in steps}))}"
            + (", or take layout: per-service" if ends else ""),
            min(steps).at,
            tuple(
                service
                for step in steps
                for name in (step.first, step.then)
                for service in view.control.services_of(name)
            ),
            severity=conflict_or_risk(view, [name for each in ends.values() for name in each]),
        )


def _consequence(view: ClusterView, ends: Mapping[str, list[str]]) -> str:
    """What becomes of it; a group cannot hold one resource twice, so its members never become one."""
    if not ends:
        return "and Pacemaker starts nothing of it"
    grouped = any(view.cib.primitives[name].group for each in ends.values() for name in each)
    because = "; ".join(f"{join_some(each)} are one {unit}" for unit, each in ends.items())
    return f"because {because}: " + (
        "the order is not kept"
        if grouped
        else "as one resource nothing of it starts, as several the order is not kept"
    )


def _on_the_way(view: ClusterView, drivers: list[str], steps: list[Step]) -> list[str]:
    """Those of *drivers* that the steps are about."""
    meant = {
        one.id
        for step in steps
        for name in (step.first, step.then)
        for one in view.cib.primitives_named(name)
    }
    return [name for name in drivers if name in meant]


def _known(view: ClusterView, names: list[str]) -> set[str]:
    """All that a constraint may call *names*."""
    found = [view.cib.primitives[name] for name in names]
    return {name for one in found for name in (one.id, one.group, one.outermost) if name}


RULE = Rule("contracted-order-cycle", __doc__, Severity.CONFLICT, check)
