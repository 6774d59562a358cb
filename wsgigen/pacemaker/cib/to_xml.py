"""CibDocument -> XML for Pacemaker's tools, as it was read, without secrets."""

from xml.etree import ElementTree

from wsgigen.pacemaker.cib.document import CibDocument
from wsgigen.pacemaker.cib.elements import Element


def to_xml(document: CibDocument) -> bytes:
    """Return the <cib> of *document*.

    A bare <configuration> gets a <cib> around it, without a schema, as none is known for it.
    """
    root = _element(document.root)
    if root.tag == "configuration":
        versions = {"admin_epoch": "0", "epoch": "1", "num_updates": "0"}
        configuration = root
        root = ElementTree.Element("cib", {"validate-with": "none", **versions})
        root.append(configuration)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _element(element: Element) -> ElementTree.Element:
    to_xml = ElementTree.Element(element.name, element.attributes)
    to_xml.extend(_element(child) for child in element.children)
    return to_xml
