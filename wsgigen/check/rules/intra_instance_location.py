"""A location constraint applies to one of several services that share an instance.

What it checks
    If several resources control the same unit, all of them must be allowed on the same nodes, and
    a location preference must be the same for all of them. `pcs resource ban` and `move` leave such
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
from wsgigen.pacemaker.cib.constraints import LocationConstraint
from wsgigen.pacemaker.cib.model import INFINITY, Primitive
from wsgigen.record import record
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


@record
class _Constrained:
    """A primitive, and the location constraints on it and on what it is in."""

    primitive: Primitive
    locations: list[LocationConstraint]


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most two findings for each resource with locations that its unit does not share."""
    by_name: defaultdict[str, list[LocationConstraint]] = defaultdict(list)
    for location in view.cib.locations:
        if location.node is not None and location.role is None:
            by_name[location.resource].append(location)
    for unit in view.control.primitives_by_unit:
        primitives = overlap(view, view.control.planned_primitives(unit)).certain
        constrained = [_constrained(primitive, by_name) for primitive in primitives]
        if any(primitive.locations for primitive in constrained):
            yield from _bans(view, unit, constrained)
            yield from _preferences(view, unit, constrained)


def _constrained(
    primitive: Primitive, by_name: Mapping[str, list[LocationConstraint]]
) -> _Constrained:
    names = {primitive.id, primitive.group, primitive.outermost}
    return _Constrained(
        primitive, [location for name in names for location in by_name.get(name or "", ())]
    )


def _bans(view: ClusterView, unit: str, primitives: list[_Constrained]) -> Iterator[Finding]:
    """Yield a finding for each of *primitives* that is banned from nodes where others may run."""
    allowed: defaultdict[str, set[str]] = defaultdict(set)
    for constrained in primitives:
        for node in view.placement.allowed_nodes(constrained.primitive):
            allowed[node].add(constrained.primitive.id)
    severity = conflict_or_risk(view, [constrained.primitive.id for constrained in primitives])
    for constrained in primitives:
        bans = [
            location
            for location in constrained.locations
            if (location.score or 0) <= -INFINITY and allowed.get(location.node or "")
        ]
        if bans:
            id = constrained.primitive.id
            others = {other for ban in bans for other in allowed[ban.node or ""]}
            yield Finding(
                f"{id} is banned from {_nodes(bans)}, but {unit} also runs"
                f" {join_some(sorted(others))} there, so {id} is served there anyway",
                f"remove {_ids(bans)}, or set the same for all resources of {unit}",
                min(bans, key=lambda ban: ban.id).at,
                view.control.services_of(id),
                severity=severity,
                question=Question(Action.BAN, id),
            )


def _preferences(view: ClusterView, unit: str, primitives: list[_Constrained]) -> Iterator[Finding]:
    """Yield a finding for each of *primitives* with a preference that not all of them have."""
    common = set.intersection(*(_scores(constrained.locations) for constrained in primitives))
    for constrained in primitives:
        allowed = view.placement.allowed_nodes(constrained.primitive)
        preferences = [
            location
            for location in constrained.locations
            if location.score
            and location.score > -INFINITY
            and location.node in allowed
            and (location.node, location.score) not in common
        ]
        if preferences:
            id = constrained.primitive.id
            yield Finding(
                f"{id} prefers or avoids {_nodes(preferences)}, but not all resources of"
                f" {unit} do, so {id} also runs where they run",
                f"remove {_ids(preferences)}, or set the same for all resources of {unit}",
                min(preferences, key=lambda preference: preference.id).at,
                view.control.services_of(id),
                severity=Severity.RISK,
            )


def _scores(locations: list[LocationConstraint]) -> set[tuple[str | None, int | None]]:
    return {(location.node, location.score) for location in locations}


def _nodes(locations: list[LocationConstraint]) -> str:
    return join_some(sorted({location.node or "" for location in locations}))


def _ids(locations: list[LocationConstraint]) -> str:
    return join_some(sorted(location.id for location in locations))


RULE = Rule("intra-instance-location", __doc__, Severity.CONFLICT, check)
