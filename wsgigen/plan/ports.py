"""Finds addresses and ports that more than one site of a host listens on."""

from collections.abc import Iterable, Iterator

from wsgigen.errors import Location, Problem
from wsgigen.plan.model import Site

#: Wildcards take IPv4, too. Source: man ipv6, IPV6_V6ONLY is off on Linux; httpd keeps it off.
_EVERY, _IPV4 = ("*", "[::]"), "0.0.0.0"  # noqa: S104


def clashes(sites: Iterable[Site]) -> Iterator[Problem]:
    """Yield each site that listens on an address and port that is taken; a wildcard takes all."""
    taken: dict[int, dict[str, str]] = {}
    for site in sites:
        others = taken.setdefault(site.port, {})
        for address in site.addresses:
            host = address.rpartition(":")[0]
            clash = next(
                (
                    name
                    for other, name in others.items()
                    if _covers(host, other) or _covers(other, host)
                ),
                None,
            )
            if clash == site.service:
                message = f"{clash} listens on {address} twice, since a wildcard is every address"
                yield Problem(
                    message, "name the wildcard or the addresses", ("services", clash, "listen")
                )
            elif clash:
                message = f"{site.service} and {clash} both listen on {address}"
                yield Problem(
                    message,
                    "give one of them another port, or another listen",
                    ("services", site.service),
                )
            others.setdefault(host, site.service)


def taken(sites: Iterable[Site], listens: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield each of *listens*, places of inventories with an address, where a site listens, too.

    Where both share their ports for a handover, the kernel would give each half of the connections.
    """
    wanted = [(site, address) for site in sites for address in site.addresses]
    for place, other in listens:
        for site, address in wanted:
            if _overlap(address, other):
                yield Problem(
                    f"has {other}, where {site.service} would listen on {address}",
                    f"give {site.service} another port, or another listen; or do so in the other"
                    " profile, and build that first",
                    location=Location(place),
                )


def _overlap(one: str, other: str) -> bool:
    (host, _, port), (other_host, _, other_port) = one.rpartition(":"), other.rpartition(":")
    return port == other_port and (_covers(host, other_host) or _covers(other_host, host))


def _covers(host: str, other: str) -> bool:
    return host == other or host in _EVERY or (host == _IPV4 and not other.startswith("["))
