"""Finds and edits elements of a CIB's XML.

No message repeats a value: a CIB holds passwords.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from wsgigen.errors import Problem, UserError, suggest

#: Elements that hold other resources; master is the old name of a promotable clone.
_HOLDERS = ("clone", "master", "group", "bundle")
_RESOURCES = ("primitive", *_HOLDERS)


def parse_cib(xml: bytes) -> Element:
    """Return the document. Raises UserError for one that is no CIB with nodes."""
    try:
        top = fromstring(xml)  # noqa: S314 - written by `write` or `copy`, which know no entities
    except ParseError as error:
        raise _unusable(f"the CIB is not XML: {error}") from None
    if top.tag != "cib" or top.find("configuration/resources") is None or not member_nodes(top):
        raise _unusable("the CIB lacks resources or nodes")
    return top


def _unusable(message: str) -> UserError:
    return UserError([Problem(message, "give the output of: cibadmin --query")])


def to_bytes(top: Element) -> bytes:
    """Return the document as bytes."""
    return bytes(tostring(top, encoding="utf-8", xml_declaration=True))


def member_nodes(top: Element) -> list[Element]:
    """Return the cluster's own nodes: resources bring up remote and guest nodes."""
    return [
        node
        for node in top.iterfind("configuration/nodes/node")
        if node.get("type", "member") in ("member", "normal")
    ]


def find_node(top: Element, name: str) -> Element:
    """Return the node called *name*. Raises UserError for an unknown one."""
    nodes = {node.get("uname", ""): node for node in member_nodes(top)}
    if name not in nodes:
        raise UserError([Problem(f"the cluster has no node {name}", suggest(name, nodes))])
    return nodes[name]


def find_addressed(top: Element, name: str) -> Element:
    """Return the resource that is stopped and banned when people say *name*.

    It is the clone or bundle around it, or else the resource itself, as for `pcs resource disable`
    and `crm_resource`. Raises UserError for an unknown resource.
    """
    resources = top.find("configuration/resources")
    chain = [] if resources is None else _chain(resources, name)
    if not chain:
        elements = top.iterfind("configuration/resources//*")
        names = (element.get("id", "") for element in elements if element.tag in _RESOURCES)
        raise UserError([Problem(f"the cluster has no resource {name}", suggest(name, names))])
    return chain[0] if chain[0].tag in ("clone", "master", "bundle") else chain[-1]


def _chain(parent: Element, name: str) -> list[Element]:
    """Return the elements from below *parent* down to the resource called *name*."""
    for child in parent:
        if child.tag not in _RESOURCES:
            continue
        if child.get("id") == name:
            return [child]
        if below := _chain(child, name):
            return [child, *below]
    return []


def primitive_ids(element: Element) -> Iterator[str]:
    """Return the ids of the primitives in a resource."""
    for primitive in element.iter("primitive"):
        yield primitive.get("id", "")


def set_attribute(holder: Element, set_name: str, name: str, value: str) -> None:
    """Set *name* to *value* in the first set of *holder* that is a *set_name* element."""
    attributes = holder.find(set_name)
    prefix = f"wsgigen-{holder.get('id', '')}-{set_name}"
    if attributes is None:
        attributes = Element(set_name, id=prefix)
        holder.insert(0, attributes)
    for pair in attributes.iterfind("nvpair"):
        if pair.get("name") == name:
            pair.set("value", value)
            return
    SubElement(attributes, "nvpair", {"id": f"{prefix}-{name}", "name": name, "value": value})
