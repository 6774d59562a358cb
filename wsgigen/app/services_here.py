"""This machine -> the services that it has, and the OpenStack release that they are of."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.app.catalogue import services
from wsgigen.discover import found
from wsgigen.discover.found import Found, Unknown
from wsgigen.discover.release import Release, release
from wsgigen.discover.vhosts import mounted
from wsgigen.errors import Location, Problem, UserError, suggest
from wsgigen.host import installed as machine
from wsgigen.host import vhosts
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.record import record
from wsgigen.registry import find


@record
class Sources:
    """Where services are looked for; those that a person names are always taken."""

    installed: bool  #: the packages of this machine, and what its Apache serves
    vhosts: tuple[Path, ...]
    cluster: Cib | None


def services_here(
    names: Iterable[str], platform_name: str, sources: Sources
) -> Iterator[Found | Unknown]:
    """Yield the services that are named, and those that *sources* have.

    Raises UserError for a name that the catalogue does not have.
    """
    catalogue = services()
    _refuse_unknown(names, {service.name for service in catalogue})
    yield from (Found(name, "", {}) for name in names)
    paths = [*sources.vhosts, *(vhosts.vhosts() if sources.installed else ())]
    platform = find("wsgigen.catalog.platforms", platform_name, "PLATFORM")
    family = platform.family if platform else None
    yield from found.of_vhosts(mounted(vhosts.configuration(paths)), family, catalogue)
    if sources.installed:
        yield from found.of_packages(machine.packages(), family, catalogue)
    if sources.cluster:
        yield from found.of_cib(sources.cluster, catalogue)


def release_here(platform_name: str, venv: str | None, services: Iterable[Found]) -> Release:
    """Return the release that *services* are of, as far as this machine and the platform tell."""
    platform = find("wsgigen.catalog.platforms", platform_name, "PLATFORM")
    wanted = [
        (
            find("wsgigen.catalog.services", service.service, "SERVICE"),
            service.keys.get("venv") or venv,
        )
        for service in services
    ]
    is_own_platform = machine.platform_name() == platform_name
    readable = [(service, own) for service, own in wanted if is_own_platform or own]
    installed = machine.installed(readable, platform) if platform else ()
    return release(platform, installed, uses_venv=bool(wanted) and all(own for _, own in wanted))


def _refuse_unknown(names: Iterable[str], catalogue: set[str]) -> None:
    problems = [
        Problem(
            f"{name} is not in the catalogue",
            suggest(name, catalogue),
            location=Location("--service"),
        )
        for name in names
        if name not in catalogue
    ]
    if problems:
        raise UserError(problems)
