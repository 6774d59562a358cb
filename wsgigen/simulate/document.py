"""Finds elements of a CIB's XML, and says what cannot be used. Values are never repeated: a CIB holds passwords."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from wsgigen.errors import Problem, UserError, suggest

#: What holds other resources; master is the old name of a promotable clone.
HOLDERS = ("clone", "master", "group", "bundle")


def parse(xml: bytes) -> Element:
    """The document. Raises UserError for what is no CIB with nodes."""
    try:
        top = fromstring(xml)  # noqa: S314 - written by `write` or `copy`, which know no entities
    except ParseError as error:
        raise UserError(
            [Problem(f"the CIB is not XML: {error}", "give the output of: cibadmin --query")]
        ) from None
    if top.tag != "cib" or top.find("configuration/resources") is None or not members(top):
        raise UserError(
            [Problem("the CIB lacks resources or nodes", "give the output of: cibadmin --query")]
        )
    return top


def text(top: Element) -> bytes:
    """The document as bytes."""
    return bytes(tostring(top, encoding="utf-8", xml_declaration=True))


def members(top: Element) -> list[Element]:
    """The cluster's own nodes: remote and guest nodes are brought up by resources."""
    return [
        node
        for node in top.iterfind("configuration/nodes/node")
        if node.get("type", "member") in ("member", "normal")
    ]


def node(top: Element, name: str) -> Element:
    """The node called *name*. Raises UserError for an unknown one."""
    known = {one.get("uname", ""): one for one in members(top)}
    if name not in known:
        raise UserError([Problem(f"the cluster has no node {name}", suggest(name, known))])
    return known[name]


def addressed(top: Element, name: str) -> Element:
    """What is stopped and banned when people say *name*: the clone or bundle around it, or else itself.

    Raises UserError for an unknown resource. `pcs resource disable` and `crm_resource` do the same.
    """
    resources = top.find("configuration/resources")
    chain: list[Element] = []
    if resources is not None:
        chain = _chain(resources, name)
    if not chain:
        known = (
            one.get("id", "")
            for one in top.iterfind("configuration/resources//*")
            if one.tag in ("primitive", *HOLDERS)
        )
        raise UserError([Problem(f"the cluster has no resource {name}", suggest(name, known))])
    return chain[0] if chain[0].tag in ("clone", "master", "bundle") else chain[-1]


def _chain(parent: Element, name: str) -> list[Element]:
    """The elements from below *parent* down to the resource called *name*."""
    for child in parent:
        if child.tag not in ("primitive", *HOLDERS):
            continue
        if child.get("id") == name:
            return [child]
        if below := _chain(child, name):
            return [child, *below]
    return []


def primitives(element: Element) -> Iterator[str]:
    """The primitives in a resource."""
    for one in element.iter("primitive"):
        yield one.get("id", "")


def attribute(holder: Element, element: str, name: str, value: str) -> None:
    """Set a name and a value in the first set of *holder* that is called *element*."""
    found = holder.find(element)
    prefix = f"wsgigen-{holder.get('id', '')}-{element}"
    if found is None:
        found = Element(element, id=prefix)
        holder.insert(0, found)
    for pair in found.iterfind("nvpair"):
        if pair.get("name") == name:
            pair.set("value", value)
            return
    SubElement(found, "nvpair", {"id": f"{prefix}-{name}", "name": name, "value": value})
