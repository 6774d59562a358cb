"""A location constraint applies to one of several services that share an instance.

What it checks
    Where several resources control one unit, they may run on the same nodes, and no location
    constraint prefers a node for some of them only. `pcs resource ban` and `move` leave such
    constraints behind, named cli-ban-... and cli-prefer-...

Why it matters
    Pacemaker stops a service that is banned from a node together with its unit. The monitors of the
    other services start the unit again, and the banned service is served there. A later probe
    finds it where it must not run, and stops the unit once more.

Instead
    Give all resources that share the unit the same location constraints, or use
    `layout: per-service`. Remove what ban and move left with `pcs resource clear`.

Source
    "Pacemaker Explained", Resource Constraints, Deciding Which Nodes a Resource Can Run On
    Simulated with crm_simulate 2.1.5: a ban of one of three clones of one unit stops all three on
    the node; two are started again, and the third serves with them; a refresh repeats it
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import INFINITY, LocationConstraint, Primitive
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most two findings for each resource with locations that its unit does not share."""
    by_name: defaultdict[str, list[LocationConstraint]] = defaultdict(list)
    for location in view.cib.locations:
        if location.node is not None and location.role is None:
            by_name[location.resource].append(location)
    for unit in view.control.drivers:
        primitives = overlap(view, view.control.remaining_drivers(unit)).certain
        locations = {
            primitive.id: [
                location
                for name in {primitive.id, primitive.group, primitive.outermost}
                for location in by_name.get(name or "", ())
            ]
            for primitive in primitives
        }
        if any(locations.values()):
            yield from _bans(view, unit, primitives, locations)
            yield from _preferences(view, unit, primitives, locations)


def _bans(
    view: ClusterView,
    unit: str,
    primitives: tuple[Primitive, ...],
    locations: Mapping[str, list[LocationConstraint]],
) -> Iterator[Finding]:
    """Yield a finding for each of *primitives* that is banned from nodes where others may run."""
    allowed: defaultdict[str, set[str]] = defaultdict(set)
    for primitive in primitives:
        for node in view.placement.allowed_nodes(primitive):
            allowed[node].add(primitive.id)
    severity = conflict_or_risk(view, [primitive.id for primitive in primitives])
    for primitive in primitives:
        bans = [
            location
            for location in locations[primitive.id]
            if (location.score or 0) <= -INFINITY and allowed.get(location.node or "")
        ]
        if bans:
            nodes = sorted({ban.node or "" for ban in bans})
            others = sorted(set[str]().union(*(allowed[node] for node in nodes)))
            yield Finding(
                f"{primitive.id} is banned from {join_some(nodes)}, but {unit} also runs"
                f" {join_some(others)} there, so {primitive.id} is served there anyway",
                f"remove {_ids(bans)}, or set the same for all resources of {unit}",
                min(bans, key=lambda ban: ban.id).at,
                view.control.services_of(primitive.id),
                severity=severity,
                question=Question("ban", primitive.id),
            )


def _preferences(
    view: ClusterView,
    unit: str,
    primitives: tuple[Primitive, ...],
    locations: Mapping[str, list[LocationConstraint]],
) -> Iterator[Finding]:
    """Yield a finding for each of *primitives* with a preference that not all of them have."""
    scores = {
        id: {(location.node, location.score) for location in constraints}
        for id, constraints in locations.items()
    }
    common = set.intersection(*scores.values())
    for primitive in primitives:
        preferences = [
            location
            for location in locations[primitive.id]
            if location.score
            and location.score > -INFINITY
            and location.node in view.placement.allowed_nodes(primitive)
            and (location.node, location.score) not in common
        ]
        if preferences:
            nodes = sorted({location.node or "" for location in preferences})
            yield Finding(
                f"{primitive.id} prefers or avoids {join_some(nodes)}, but not all resources of"
                f" {unit} do, so {primitive.id} also runs where they run",
                f"remove {_ids(preferences)}, or set the same for all resources of {unit}",
                min(preferences, key=lambda location: location.id).at,
                view.control.services_of(primitive.id),
                severity=Severity.RISK,
            )


def _ids(locations: list[LocationConstraint]) -> str:
    return join_some(sorted(location.id for location in locations))


RULE = Rule("intra-instance-location", __doc__, Severity.CONFLICT, check)
