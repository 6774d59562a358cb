"""Orders and tickets, with their sets as the pairs that they mean.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), Multi-Site Clusters
    (multi-site-clusters.rst)
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_ordering.c (unpack_simple_rsc_order,
    unpack_order_set, order_rsc_sets)
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise, product

from wsgigen.pacemaker.cib.constraints import Order, Ticket
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.sets import ConstraintEnds, ConstraintSet
from wsgigen.pacemaker.cib.values import is_true, parse_score

_KINDS = {"mandatory": "Mandatory", "optional": "Optional", "serialize": "Serialize"}


def orders(context: ReadContext, ends: ConstraintEnds) -> Iterator[Order]:
    """Return every pair. A set that is not sequential orders nothing within it.

    Of two sequential sets only the last and the first resource are ordered; Pacemaker, where
    `sequential` is not written, orders all with all, which has the same effect.
    """
    for element in context.section("constraints").children_named("rsc_order"):
        context.note_lifetime(element)
        if element.first_child("resource_set"):
            sets = ends.sets(element) or ()
            for constraint_set in sets:
                yield from _within(context, element, constraint_set)
        else:
            sets = _plain_ends(ends, element)
        for first, then in pairwise(sets):
            yield from _between(context, element, first, then)


def _plain_ends(ends: ConstraintEnds, element: Element) -> Sequence[ConstraintSet]:
    values = element.attributes
    action = values.get("first-action", "start")
    first = ends.plain(element, values.get("first", ""), action)
    then = ends.plain(element, values.get("then", ""), values.get("then-action", action))
    return (first, then) if first and then else ()


def _within(
    context: ReadContext, element: Element, constraint_set: ConstraintSet
) -> Iterator[Order]:
    kind = _kind(constraint_set.element) or _kind(element) or "Mandatory"
    pairs: Iterable[tuple[str, str]] = ()
    if kind == "Serialize":
        pairs = combinations(constraint_set.members, 2)
    elif constraint_set.sequential:
        pairs = pairwise(constraint_set.members)
    for pair in pairs:
        yield _order(context, element, constraint_set, constraint_set, kind, pair)


def _between(
    context: ReadContext, element: Element, first: ConstraintSet, then: ConstraintSet
) -> Iterator[Order]:
    kind = _kind(element) or "Mandatory"
    pairs = (
        product(first.last, then.first)
        if first.require_all
        else product(first.members, then.members)
    )
    for pair in pairs:
        yield _order(context, element, first, then, kind, pair)


def _order(
    context: ReadContext,
    element: Element,
    first: ConstraintSet,
    then: ConstraintSet,
    kind: str,
    pair: tuple[str, str],
) -> Order:
    context.count_values(element, 4)
    is_within = first is then
    values = element.attributes | (first.element.attributes if is_within else {})
    requires_all = is_true(element.attributes.get("require-all"), default=True)
    return Order(
        id=element.id,
        first=pair[0],
        then=pair[1],
        first_action=first.action,
        then_action=then.action,
        kind=kind,
        symmetrical=kind != "Serialize" and is_true(values.get("symmetrical"), default=True),
        require_all=is_within or (first.require_all and requires_all),
        from_set=first.is_expanded or then.is_expanded,
        at=context.location(first.element if is_within else element),
    )


def _kind(element: Element) -> str | None:
    """Return the kind; until Pacemaker 1.0.7 a score said it, and zero is optional."""
    values = element.attributes
    if "kind" in values:
        return _KINDS.get(values["kind"].lower(), "Mandatory")
    if "score" in values and element.name == "rsc_order":
        return "Optional" if parse_score(values["score"]) == 0 else "Mandatory"
    return None


def tickets(context: ReadContext, ends: ConstraintEnds) -> Iterator[Ticket]:
    """Return every resource that a ticket must allow."""
    for element in context.section("constraints").children_named("rsc_ticket"):
        values = element.attributes
        if element.first_child("resource_set"):
            sets = ends.sets(element) or ()
        else:
            plain = ends.plain(element, values.get("rsc", ""))
            sets = (plain,) if plain else ()
        for constraint_set in sets:
            for member in constraint_set.members:
                ticket = values.get("ticket", "")
                yield Ticket(element.id, member, ticket, context.location(element))
