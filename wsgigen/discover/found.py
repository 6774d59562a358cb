"""What is known of this machine -> the services that it has, and what a profile should say of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from typing import Any

from wsgigen.catalog.choices import Family, Manager
from wsgigen.catalog.model import Service
from wsgigen.discover.vhosts import Mounted
from wsgigen.errors import Location
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.profile.kinds import InvalidValue, ValueType
from wsgigen.profile.load import keys
from wsgigen.profile.model import Cluster, ServiceRequest
from wsgigen.record import record

#: Words that scripts and packages have beside a service's own.
_COMMON = frozenset(
    {"wsgi", "api", "public", "admin", "main", "app", "openstack", "server", "python3", "django"}
)
#: Keys of a service, and the options of WSGIDaemonProcess that say the same.
_OPTIONS = {
    "processes": "processes",
    "threads": "threads",
    "user": "user",
    "group": "group",
    "venv": "python-home",
}


@record
class Found:
    """One service: its keys in a profile, why it is there, what was found and cannot be a key, and what the catalogue has anyway."""

    service: str
    why: str
    keys: Mapping[str, Any]
    left: tuple[str, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)


@record
class Unknown:
    """What is served and no service of the catalogue."""

    what: str
    why: str
    keys: tuple[tuple[str, Any], ...] = ()


def of_vhosts(
    mounts: Iterable[Mounted], family: Family | None, catalogue: Iterable[Service]
) -> Iterator[Found | Unknown]:
    """What Apache serves today; what no profile could hold is left out."""
    known = tuple(catalogue)
    for one in mounts:
        fit, left = _fit(
            {"port": one.port}
            | {key: one.options.get(option, "") for key, option in _OPTIONS.items()}
        )
        service = _named(known, one.script.stem, one.group, one.script.parent.name)
        if service is None:
            yield Unknown(str(one.script), str(one.location), tuple(fit.items()))
            continue
        account = service.accounts.get(family) if family else None
        usual = {
            "port": service.port,
            "user": account and account.user,
            "group": account and account.group,
        }
        yield Found(service.name, str(one.location), fit, left, usual)


def _fit(written: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values that a profile takes, and for the others why not."""
    fit, left = dict[str, Any](), list[str]()
    for name, word in written.items():
        kind: ValueType = keys(ServiceRequest)[name].metadata["key"].takes
        try:
            fit |= (
                {name: kind.read(int(word) if re.fullmatch(r"[0-9]{1,9}", word) else word)}
                if word
                else {}
            )
        except InvalidValue as unfit:
            left.append(f"{name}: {unfit}")
    return fit, tuple(left)


def of_packages(
    installed: Iterable[str], family: Family | None, catalogue: Iterable[Service]
) -> Iterator[Found]:
    """The services whose packages are there."""
    there = frozenset(installed)
    for service in catalogue:
        account = service.accounts.get(family) if family else None
        if account and account.package in there:
            yield Found(service.name, f"package {account.package}", {})


def of_cib(cib: Cib, catalogue: Iterable[Service]) -> Iterator[Found]:
    """The services that a cluster manages by their units."""
    known = tuple(catalogue)
    for one in cib.primitives.values():
        unit = one.type.removesuffix(".service")
        service = next(
            (each for each in known if f"{unit}.service" in _units(each)), None
        ) or _named(known, unit, one.id)
        if service and one.standard in ("systemd", "service", "lsb"):
            yield Found(
                service.name,
                f"{one.at}" if isinstance(one.at, Location) else one.id,
                {"manager": Manager.PACEMAKER},
            )


def nodes(cib: Cib) -> tuple[tuple[str, ...], str]:
    """The names of a cluster's nodes, all or none of them; and if none, why a profile cannot hold them."""
    names = tuple(node.name for node in cib.nodes)
    kind: ValueType = keys(Cluster)["nodes"].metadata["key"].takes
    try:
        return tuple(kind.read(name) for name in names), ""
    except InvalidValue as unfit:
        return (), str(unfit)


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


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[-_.]+", name.lower())) - _COMMON - {""} if name else frozenset()
