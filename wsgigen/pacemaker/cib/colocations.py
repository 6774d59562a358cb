"""Colocations, with their sets as the pairs that they mean.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), "Colocating Sets of Resources"
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_colocation.c (unpack_colocation_set, colocate_rsc_sets, unpack_colocation_tags)
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Colocation
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.sets import Ends, Set
from wsgigen.pacemaker.cib.values import score


def colocations(reading: Reading, ends: Ends) -> Iterator[Colocation]:
    """Every pair. In a set each is placed with the one before it; each set is placed with the next one."""
    for element in reading.section("constraints").all("rsc_colocation"):
        reading.dated(element)
        values = element.attributes
        if element.first("resource_set"):
            yield from _colocated(reading, element, list(ends.sets(element) or ()))
            continue
        one = ends.plain(element, values.get("rsc", ""), as_role=values.get("rsc-role"))
        other = ends.plain(element, values.get("with-rsc", ""), as_role=values.get("with-rsc-role"))
        if one and other and one.written and other.written:
            message = f"{element.id} colocates two tags or templates: Pacemaker ignores it"
            reading.note(element, message, "name a resource on one side")
        elif one and other:
            yield from _between(reading, element, one, other)


def _colocated(reading: Reading, element: Element, sets: list[Set]) -> Iterator[Colocation]:
    whole = score(element.attributes.get("score", "0")) or 0
    for one in sets:
        own = (
            score(one.element.attributes.get("score", ""))
            if "score" in one.element.attributes
            else whole
        )
        pairs: Iterable[tuple[str, str]] = ()
        if one.sequential and own:
            pairs = pairwise(one.members) if own > 0 else combinations(one.members, 2)
        if one.element.attributes.get("ordering", "group").lower() != "group" and (own or 0) > 0:
            pairs = ((after, before) for before, after in pairs)
        for before, after in pairs:
            yield _colocation(reading, element, one, one, (after, before), own or 0)
    for one, other in pairwise(sets):
        yield from _between(reading, element, one, other) if whole else ()


def _between(reading: Reading, element: Element, one: Set, other: Set) -> Iterator[Colocation]:
    whole = score(element.attributes.get("score", "0")) or 0
    for pair in product(one.first, other.last):
        yield _colocation(reading, element, one, other, pair, whole)


def _colocation(
    reading: Reading, element: Element, one: Set, other: Set, pair: tuple[str, str], points: int
) -> Colocation:
    reading.spend(element, 4)
    return Colocation(
        id=element.id,
        resource=pair[0],
        with_resource=pair[1],
        score=points,
        resource_role=one.role,
        with_role=other.role,
        node_attribute=element.attributes.get("node-attribute"),
        from_set=one.written or other.written,
        at=reading.at(one.element if one is other else element),
    )
