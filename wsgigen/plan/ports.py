"""Finds addresses and ports that more than one site listens on."""

from collections.abc import Iterable, Iterator

from wsgigen.errors import Problem
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


def _covers(host: str, other: str) -> bool:
    return host == other or host in _EVERY or (host == _IPV4 and not other.startswith("["))
