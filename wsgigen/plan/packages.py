"""Sites -> the packages of the distribution that they need."""

from collections.abc import Iterable, Iterator

from wsgigen.catalog.model import Platform
from wsgigen.plan.model import Site


def packages(platform: Platform, sites: Iterable[Site]) -> tuple[str, ...]:
    """Return the names of the packages that serve *sites*, and of the services that have one."""
    return tuple(dict.fromkeys(name for name in _packages(platform, tuple(sites)) if name))


def _packages(platform: Platform, sites: tuple[Site, ...]) -> Iterator[str | None]:
    kinds = (
        "httpd",
        "mpm",
        "mod_wsgi",
        *(["tls"] if any(site.tls for site in sites) else []),
        "rotatelogs",
        "selinux",
    )
    yield from (platform.packages.get(kind) for kind in kinds)
    yield from (site.package for site in sites)
