"""Source -> XML, for Pacemaker's tools: the file as it was read, without the values of secrets."""

from xml.etree import ElementTree

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.source import Source


def copy(source: Source) -> bytes:
    """The <cib> of *source*; one is made around a bare <configuration>, which no schema is known for."""
    root = _element(source.root)
    if root.tag == "configuration":
        versions = {"admin_epoch": "0", "epoch": "1", "num_updates": "0"}
        configuration, root = (
            root,
            ElementTree.Element("cib", {"validate-with": "none", **versions}),
        )
        root.append(configuration)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _element(one: Element) -> ElementTree.Element:
    made = ElementTree.Element(one.name, one.attributes)
    made.extend(_element(child) for child in one.children)
    return made
