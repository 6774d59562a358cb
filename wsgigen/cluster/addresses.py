"""Which addresses move between the cluster's nodes, and where sites listen."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.plan.model import Site

#: What a site without an address listens on; `[::]` takes IPv4, too.
WILDCARDS = ("*", "::", "0.0.0.0")  # noqa: S104


def virtual_addresses(view: ClusterView) -> Mapping[str, Primitive | None]:
    """The virtual addresses that the profile and the CIB name, with the primitive that moves each; None where only the profile says so."""
    found: dict[str, Primitive | None] = {}
    for primitive in view.resources:
        if primitive.standard == "ocf" and primitive.type in ("IPaddr2", "IPaddr", "IPv6addr"):
            address = _plain(
                primitive.parameters.get("ip") or primitive.parameters.get("ipv6addr", "")
            )
            if address:
                found.setdefault(address, primitive)
    for address in view.profile.cluster.virtual_addresses if view.profile else ():
        found.setdefault(address, None)
    return found


def listen_addresses(site: Site) -> Iterator[str]:
    """The addresses that *site* listens on, without port and brackets."""
    for address in site.addresses:
        yield address.rpartition(":")[0].strip("[]")


def listen_key(view: ClusterView, site: Site) -> KeyPath:
    """The key that says where *site* listens."""
    wrote = view.profile.services.get(site.service) if view.profile else None
    return ("services", site.service, "listen") if wrote and wrote.listen else ("listen",)


def _plain(text: str) -> str:
    try:
        return str(ip_address(text.partition("/")[0].strip()))
    except ValueError:
        return ""
