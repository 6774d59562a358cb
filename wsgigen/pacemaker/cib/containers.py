"""Bundles: what is said about their containers.

Source
    "Pacemaker Explained", Collective Resources (collective.rst): Bundle Container, Network and Storage Properties
"""

import re
from collections.abc import Mapping

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Bundle
from wsgigen.pacemaker.cib.reading import Reading

#: The network of the host, say, is asked for in the container's options.
_NETWORK = re.compile(r"--net(?:work)?[= ](\S+)")


def bundle(reading: Reading, element: Element, meta: Mapping[str, str]) -> Bundle:
    """The bundle that *element* is; its primitive is read by whoever reads primitives."""
    child, container = (
        element.first("primitive"),
        next(element.all("docker", "podman", "rkt"), element),
    )
    storage = element.first("storage")
    return Bundle(
        id=element.id,
        child=child.id if child else None,
        meta=meta,
        replicas=_replicas(container),
        network=_network(element.first("network"), container),
        mounts=tuple(_mount(one) for one in storage.all("storage-mapping")) if storage else (),
        at=reading.at(element),
    )


def _replicas(container: Element) -> int:
    """As many as may be promoted, where nothing is said, and at least one."""
    for name in ("replicas", "promoted-max", "masters"):
        number = container.attributes.get(name, "")
        if number.isascii() and number.isdigit() and int(number[:9]) > 0:
            return int(number[:9])
    return 1


def _network(network: Element | None, container: Element) -> dict[str, str]:
    found = _NETWORK.search(container.attributes.get("options", ""))
    kind = container.attributes.get("network") or (found[1] if found else "")
    return (network.attributes if network else {}) | ({"network": kind} if kind else {})


def _mount(mapping: Element) -> tuple[str, str]:
    values = mapping.attributes
    return values.get("source-dir") or values.get("source-dir-root", ""), values.get(
        "target-dir", ""
    )
