"""Colocations, with their sets as the pairs that they mean.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), "Colocating Sets of Resources"
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_colocation.c (unpack_colocation_set,
    colocate_rsc_sets, unpack_colocation_tags)
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product

from wsgigen.pacemaker.cib.constraints import Colocation
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.sets import ConstraintEnds, ConstraintSet
from wsgigen.pacemaker.cib.values import parse_score


def colocations(context: ReadContext, ends: ConstraintEnds) -> Iterator[Colocation]:
    """Return every pair.

    Within a set each resource is placed with the one before it; each set is placed with the next.
    """
    for element in context.section("constraints").children_named("rsc_colocation"):
        context.note_lifetime(element)
        values = element.attributes
        if element.first_child("resource_set"):
            yield from _of_sets(context, element, list(ends.sets(element) or ()))
            continue
        resource = ends.plain(element, values.get("rsc", ""), as_role=values.get("rsc-role"))
        with_resource = ends.plain(
            element, values.get("with-rsc", ""), as_role=values.get("with-rsc-role")
        )
        if resource and with_resource and resource.is_expanded and with_resource.is_expanded:
            message = f"{element.id} colocates two tags or templates: Pacemaker ignores it"
            context.note(element, message, "name a resource on one side")
        elif resource and with_resource:
            yield from _between(context, element, resource, with_resource)


def _of_sets(
    context: ReadContext, element: Element, sets: list[ConstraintSet]
) -> Iterator[Colocation]:
    whole = parse_score(element.attributes.get("score", "0")) or 0
    for constraint_set in sets:
        values = constraint_set.element.attributes
        score = (parse_score(values["score"]) or 0) if "score" in values else whole
        for pair in _pairs_within(constraint_set, score):
            yield _colocation(context, element, constraint_set, constraint_set, pair, score)
    for constraint_set, following in pairwise(sets):
        if whole:
            yield from _between(context, element, constraint_set, following)


def _pairs_within(constraint_set: ConstraintSet, score: int) -> Iterable[tuple[str, str]]:
    """Return the pairs of a resource and the resource that it is placed with."""
    if not constraint_set.sequential or not score:
        return ()
    if score < 0:
        pairs: Iterable[tuple[str, str]] = combinations(constraint_set.members, 2)
    else:
        pairs = pairwise(constraint_set.members)
    ordering = constraint_set.element.attributes.get("ordering", "group").lower()
    if score > 0 and ordering != "group":
        return pairs
    return ((after, before) for before, after in pairs)


def _between(
    context: ReadContext, element: Element, resource: ConstraintSet, with_resource: ConstraintSet
) -> Iterator[Colocation]:
    score = parse_score(element.attributes.get("score", "0")) or 0
    for pair in product(resource.first, with_resource.last):
        yield _colocation(context, element, resource, with_resource, pair, score)


def _colocation(
    context: ReadContext,
    element: Element,
    resource: ConstraintSet,
    with_resource: ConstraintSet,
    pair: tuple[str, str],
    score: int,
) -> Colocation:
    context.count_values(element, 4)
    return Colocation(
        id=element.id,
        resource=pair[0],
        with_resource=pair[1],
        score=score,
        resource_role=resource.role,
        with_role=with_resource.role,
        node_attribute=element.attributes.get("node-attribute"),
        from_set=resource.is_expanded or with_resource.is_expanded,
        at=context.location(resource.element if resource is with_resource else element),
    )
