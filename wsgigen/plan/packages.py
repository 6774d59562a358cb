"""Sites -> the distribution's packages that they need."""

from collections.abc import Iterable, Iterator

from wsgigen.catalog.model import Platform
from wsgigen.plan.model import Site


def packages(platform: Platform, sites: Iterable[Site]) -> tuple[str, ...]:
    """The names of the platform's packages that serve *sites*, and those of the services where the catalogue knows them."""
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
