"""Bundles, and their containers.

Source
    "Pacemaker Explained", Collective Resources (collective.rst): Bundle Container, Network and
    Storage Properties
"""

import re
from collections.abc import Mapping

from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Bundle

#: The container's options choose a network, such as the host's.
_NETWORK = re.compile(r"--net(?:work)?[= ](\S+)")


def bundle(context: ReadContext, element: Element, meta: Mapping[str, str]) -> Bundle:
    """Return the bundle that *element* is, without its primitive."""
    child = element.first_child("primitive")
    container = next(element.children_named("docker", "podman", "rkt"), element)
    storage = element.first_child("storage")
    mappings = storage.children_named("storage-mapping") if storage else ()
    return Bundle(
        id=element.id,
        child=child.id if child else None,
        meta=meta,
        replicas=_replicas(container),
        network=_network(element.first_child("network"), container),
        mounts=tuple(_mount(mapping) for mapping in mappings),
        at=context.location(element),
    )


def _replicas(container: Element) -> int:
    """Return the number of replicas.

    By default as many as may be promoted, and at least one.
    """
    for name in ("replicas", "promoted-max", "masters"):
        number = container.attributes.get(name, "")
        if number.isascii() and number.isdigit() and int(number[:9]) > 0:
            return int(number[:9])
    return 1


def _network(network: Element | None, container: Element) -> dict[str, str]:
    option = _NETWORK.search(container.attributes.get("options", ""))
    kind = container.attributes.get("network") or (option[1] if option else "")
    return (network.attributes if network else {}) | ({"network": kind} if kind else {})


def _mount(mapping: Element) -> tuple[str, str]:
    values = mapping.attributes
    source = values.get("source-dir") or values.get("source-dir-root", "")
    return source, values.get("target-dir", "")
