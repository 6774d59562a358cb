"""Which addresses move between the cluster's nodes, and where sites listen."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.plan.model import Site

#: What a site without an address listens on; `[::]` takes IPv4, too.
WILDCARDS = ("*", "::", "0.0.0.0")  # noqa: S104

_ADDRESS_AGENTS = ("IPaddr2", "IPaddr", "IPv6addr")


def virtual_addresses(view: ClusterView) -> Mapping[str, Primitive | None]:
    """Return the virtual addresses, with the primitive that moves each.

    They are those of the profile and the CIB.

    None where only the profile names the address.
    """
    addresses: dict[str, Primitive | None] = {}
    for primitive in view.primitives:
        if primitive.standard == "ocf" and primitive.type in _ADDRESS_AGENTS:
            parameters = primitive.parameters
            address = _plain(parameters.get("ip") or parameters.get("ipv6addr", ""))
            if address:
                addresses.setdefault(address, primitive)
    for address in view.profile.cluster.virtual_addresses if view.profile else ():
        addresses.setdefault(address, None)
    return addresses


def listen_addresses(site: Site) -> Iterator[str]:
    """Return the addresses that *site* listens on, without port and brackets."""
    for address in site.addresses:
        yield address.rpartition(":")[0].strip("[]")


def listen_key(view: ClusterView, site: Site) -> KeyPath:
    """Return the key that says where *site* listens."""
    request = view.profile.services.get(site.service) if view.profile else None
    return ("services", site.service, "listen") if request and request.listen else ("listen",)


def _plain(text: str) -> str:
    try:
        return str(ip_address(text.partition("/")[0].strip()))
    except ValueError:
        return ""
