"""Constraints -> XML elements."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from wsgigen.pacemaker.cib.model import INFINITY, Cib


def constraint_elements(cib: Cib) -> Iterator[Element]:
    """Return an element for each constraint of *cib*, kind by kind."""
    yield from _orders(cib)
    yield from _colocations(cib)
    yield from _locations(cib)
    for ticket in cib.tickets:
        values = {"id": ticket.id, "rsc": ticket.resource, "ticket": ticket.ticket}
        yield Element("rsc_ticket", values)


def _orders(cib: Cib) -> Iterator[Element]:
    for order in cib.orders:
        values = {
            "id": order.id,
            "first": order.first,
            "then": order.then,
            "kind": order.kind,
            "first-action": order.first_action,
            "then-action": order.then_action,
            "symmetrical": str(order.symmetrical).lower(),
        }
        yield Element("rsc_order", values)


def _colocations(cib: Cib) -> Iterator[Element]:
    for colocation in cib.colocations:
        values = {
            "id": colocation.id,
            "rsc": colocation.resource,
            "with-rsc": colocation.with_resource,
            "score": _score(colocation.score),
            "rsc-role": colocation.resource_role,
            "with-rsc-role": colocation.with_role,
            "node-attribute": colocation.node_attribute,
        }
        yield Element("rsc_colocation", given(values))


def _locations(cib: Cib) -> Iterator[Element]:
    for location in cib.locations:
        values = {
            "id": location.id,
            "rsc": location.resource,
            "score": _score(location.score or 0),
            "role": location.role,
            "resource-discovery": location.discovery,
            "node": location.node,
        }
        yield Element("rsc_location", given(values))


def given(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the attributes that have a value."""
    return {name: value for name, value in values.items() if value is not None}


def _score(score: int) -> str:
    return str(score) if abs(score) < INFINITY else "-INFINITY" if score < 0 else "INFINITY"
