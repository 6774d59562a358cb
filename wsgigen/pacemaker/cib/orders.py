"""Orders and tickets, with their sets as the pairs that they mean.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), Multi-Site Clusters (multi-site-clusters.rst)
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_ordering.c (unpack_simple_rsc_order, unpack_order_set, order_rsc_sets)
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Order, Ticket
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.sets import Ends, Set
from wsgigen.pacemaker.cib.values import score, yes

_KINDS = {"mandatory": "Mandatory", "optional": "Optional", "serialize": "Serialize"}


def orders(reading: Reading, ends: Ends) -> Iterator[Order]:
    """Every pair. A set that is not sequential orders nobody within it.

    Between two sequential sets only the last and the first meet; Pacemaker, where nobody wrote
    `sequential`, orders all with all, which comes to the same.
    """
    for element in reading.section("constraints").all("rsc_order"):
        reading.dated(element)
        values = element.attributes
        if element.first("resource_set"):
            sets = ends.sets(element)
        else:
            action = values.get("first-action", "start")
            first = ends.plain(element, values.get("first", ""), action)
            then = ends.plain(element, values.get("then", ""), values.get("then-action", action))
            sets = [first, then] if first and then else None
        yield from _orders(reading, element, list(sets or ()))


def _orders(reading: Reading, element: Element, sets: list[Set]) -> Iterator[Order]:
    for one in sets if element.first("resource_set") else ():
        kind = _kind(one.element) or _kind(element) or "Mandatory"
        pairs: Iterable[tuple[str, str]] = ()
        if kind == "Serialize":
            pairs = combinations(one.members, 2)
        elif one.sequential:
            pairs = pairwise(one.members)
        yield from (_order(reading, element, one, one, kind, pair) for pair in pairs)
    for one, other in pairwise(sets):
        kind = _kind(element) or "Mandatory"
        pairs = (
            product(one.last, other.first)
            if one.require_all
            else product(one.members, other.members)
        )
        yield from (_order(reading, element, one, other, kind, pair) for pair in pairs)


def _order(
    reading: Reading, element: Element, one: Set, other: Set, kind: str, pair: tuple[str, str]
) -> Order:
    reading.spend(element, 4)
    values = element.attributes | (one.element.attributes if one is other else {})
    return Order(
        id=element.id,
        first=pair[0],
        then=pair[1],
        first_action=one.action,
        then_action=other.action,
        kind=kind,
        symmetrical=kind != "Serialize" and yes(values.get("symmetrical"), default=True),
        require_all=one.require_all and yes(element.attributes.get("require-all"), default=True)
        if one is not other
        else True,
        from_set=one.written or other.written,
        at=reading.at(one.element if one is other else element),
    )


def _kind(element: Element) -> str | None:
    """Until Pacemaker 1.0.7 a score said it: zero is optional."""
    values = element.attributes
    if "kind" in values:
        return _KINDS.get(values["kind"].lower(), "Mandatory")
    if "score" in values and element.name == "rsc_order":
        return "Optional" if score(values["score"]) == 0 else "Mandatory"
    return None


def tickets(reading: Reading, ends: Ends) -> Iterator[Ticket]:
    """Every resource that a ticket must allow."""
    for element in reading.section("constraints").all("rsc_ticket"):
        values = element.attributes
        sets = (
            ends.sets(element)
            if element.first("resource_set")
            else [ends.plain(element, values.get("rsc", ""))]
        )
        for one in sets or ():
            for member in one.members if one else ():
                yield Ticket(element.id, member, values.get("ticket", ""), reading.at(element))
