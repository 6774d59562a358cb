"""What is known of this machine -> the services that it has, and what a profile should say of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wsgigen.check.cib.model import Cib
from wsgigen.init.vhosts import Mounted
from wsgigen.plan.facts import Service
from wsgigen.record import record

#: Words that scripts and packages have beside a service's own.
_COMMON = frozenset({"wsgi", "api", "public", "admin", "main", "app", "openstack", "server", "python3", "django"})


@record
class Found:
    """One service: its keys in a profile, and why it is there."""

    service: str
    why: str
    keys: Mapping[str, Any]


@record
class Unknown:
    """What is served and no service of the catalogue."""

    what: str
    why: str


def of_vhosts(mounts: Iterable[Mounted], catalogue: Iterable[Service]) -> Iterator[Found | Unknown]:
    """What Apache serves today. A port, a number of processes or of threads that the catalogue has too is left to it."""
    known = tuple(catalogue)
    for one in mounts:
        service = _named(known, one.script.stem, one.group, one.script.parent.name)
        if service is None:
            yield Unknown(str(one.script), str(one.place))
            continue
        keys: dict[str, Any] = {}
        if one.port and one.port != service.port:
            keys["port"] = one.port
        keys |= {name: value for name in ("processes", "threads") if (value := getattr(one, name))}
        yield Found(service.name, str(one.place), keys)


def of_packages(installed: Iterable[str], family: str, catalogue: Iterable[Service]) -> Iterator[Found]:
    """The services whose packages are there."""
    there = frozenset(installed)
    for service in catalogue:
        account = service.accounts.get(family)
        if account and account.package in there:
            yield Found(service.name, f"package {account.package}", {})


def of_cib(cib: Cib, catalogue: Iterable[Service]) -> Iterator[Found]:
    """The services that a cluster manages by their units."""
    known = tuple(catalogue)
    for one in cib.primitives.values():
        unit = one.type.removesuffix(".service")
        service = next((each for each in known if f"{unit}.service" in _units(each)), None) or _named(known, unit, one.id)
        if service and one.standard in ("systemd", "service", "lsb"):
            yield Found(service.name, f"{one.at.place}" if one.at.place else one.id, {"manager": "pacemaker"})


def _units(service: Service) -> frozenset[str]:
    return frozenset(account.unit for account in service.accounts.values() if account.unit)


def _named(catalogue: Iterable[Service], *names: str) -> Service | None:
    """The one service that any of *names* can only mean, the first name first; its own name counts more than its package's."""
    known = tuple(catalogue)
    for name in filter(_words, names):
        own = [service for service in known if _words(service.name) == _words(name)]
        found = own or [service for service in known if _words(name) in _packages(service)]
        if len(found) == 1:
            return found[0]
    return None


def _packages(service: Service) -> set[frozenset[str]]:
    return {_words(account.package or "") for account in service.accounts.values()}


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[-_.]+", name.lower())) - _COMMON - {""} if name else frozenset()
