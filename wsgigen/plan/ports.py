"""Finds addresses and ports that two want at once."""

from collections.abc import Iterable, Iterator

from wsgigen.errors import Problem
from wsgigen.plan.model import Site

#: What a wildcard takes beside itself. Source: man ipv6, IPV6_V6ONLY: off on Linux, and httpd leaves it so.
_EVERY, _IPV4 = ("*", "[::]"), "0.0.0.0"  # noqa: S104


def clashes(sites: Iterable[Site]) -> Iterator[Problem]:
    """Each site that wants an address and port of another, or the same twice; a wildcard is every address."""
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


def _covers(one: str, other: str) -> bool:
    return one == other or one in _EVERY or (one == _IPV4 and not other.startswith("["))
