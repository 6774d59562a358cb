"""A location is about one of several services that live in one instance.

What it checks
    Where several resources drive one unit, the same nodes are open to all of them, and no location prefers a node for some of
    them only. `pcs resource ban` and `move` leave such locations behind, called cli-ban-... and cli-prefer-...

Why it matters
    A service that is banned from a node is stopped there with its unit; the others' monitors start the unit again, and what
    was banned serves there. A later probe finds it where it must not be, and stops the unit once more.

Instead
    The same locations for all that share the unit, or `layout: per-service`. Clear what ban and move left: `pcs resource clear`.

Source
    "Pacemaker Explained", Resource Constraints, Deciding Which Nodes a Resource Can Run On
    Simulated with crm_simulate 2.1.5: a ban of one of three clones of one unit stops all three on the node; two are
    started again, and the third serves with them; a refresh repeats it
"""

from collections import defaultdict
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import INFINITY, LocationConstraint, Primitive
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """At most two findings for each resource with locations that not all of its unit have."""
    found: defaultdict[str, list[LocationConstraint]] = defaultdict(list)
    for location in view.cib.locations:
        if location.node is not None and location.role is None:
            found[location.resource].append(location)
    for unit in view.control.drivers:
        met = overlap(view, view.control.remaining_drivers(unit)).certain
        own = {
            one.id: [
                each
                for name in {one.id, one.group, one.outermost}
                for each in found.get(name or "", ())
            ]
            for one in met
        }
        if any(own.values()):
            yield from _bans(view, unit, met, own)
            yield from _wishes(view, unit, met, own)


def _bans(
    view: ClusterView,
    unit: str,
    met: tuple[Primitive, ...],
    own: dict[str, list[LocationConstraint]],
) -> Iterator[Finding]:
    runs: defaultdict[str, set[str]] = defaultdict(set)
    for one in met:
        for node in view.placement.allowed_nodes(one):
            runs[node].add(one.id)
    severity = conflict_or_risk(view, [one.id for one in met])
    for one in met:
        closed = [
            each
            for each in own[one.id]
            if (each.score or 0) <= -INFINITY and runs.get(each.node or "")
        ]
        if closed:
            nodes = sorted({each.node or "" for each in closed})
            others = sorted(set[str]().union(*(runs[node] for node in nodes)))
            yield Finding(
                f"{one.id} is kept off {join_some(nodes)}, where {join_some(others)} of the same {unit} may run: it serves there with them",
                f"remove {join_some(sorted(each.id for each in closed))}, or say the same for all of {unit}",
                min(closed, key=lambda each: each.id).at,
                view.control.services_of(one.id),
                severity=severity,
                question=Question("ban", one.id),
            )


def _wishes(
    view: ClusterView,
    unit: str,
    met: tuple[Primitive, ...],
    own: dict[str, list[LocationConstraint]],
) -> Iterator[Finding]:
    common = set.intersection(*({(each.node, each.score) for each in own[one.id]} for one in met))
    for one in met:
        wishes = [
            each
            for each in own[one.id]
            if each.score
            and each.score > -INFINITY
            and each.node in view.placement.allowed_nodes(one)
        ]
        lonely = [each for each in wishes if (each.node, each.score) not in common]
        if lonely:
            yield Finding(
                f"{one.id} prefers or avoids {join_some(sorted({each.node or '' for each in lonely}))}, and not all of {unit} do:"
                " it runs where they do",
                f"remove {join_some(sorted(each.id for each in lonely))}, or say the same for all of {unit}",
                min(lonely, key=lambda each: each.id).at,
                view.control.services_of(one.id),
                severity=Severity.RISK,
            )


RULE = Rule("intra-instance-location", __doc__, Severity.CONFLICT, check)
