"""This machine's configuration -> the services that it has, and their keys in a profile."""

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
from wsgigen.profile.model import Cluster, ServiceRequest
from wsgigen.profile.reader import keys
from wsgigen.profile.value_type import InvalidValue, ValueType
from wsgigen.record import record

#: Words that the names of scripts and packages have apart from a service's own.
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
    """One service of the catalogue that is here, or that a person named."""

    service: str
    why: str  #: where it was found; empty if a person named it
    keys: Mapping[str, Any]  #: of the service in a profile
    omitted: tuple[str, ...] = ()  #: what was found and cannot be a key, with the reason
    catalog_defaults: Mapping[str, Any] = field(default_factory=dict)  #: need not be written


@record
class Unknown:
    """An application that is served and no service of the catalogue, or none that can be built."""

    name: str
    why: str  #: where it was found, or what it needs
    keys: tuple[tuple[str, Any], ...] = ()


def of_vhosts(
    mounts: Iterable[Mounted], family: Family | None, catalogue: Iterable[Service]
) -> Iterator[Found | Unknown]:
    """Yield what Apache serves today, without the values that no profile could hold."""
    services = tuple(catalogue)
    for mount in mounts:
        options = {key: mount.options.get(option, "") for key, option in _OPTIONS.items()}
        keys, omitted = _keys({"port": mount.port} | options)
        names = (mount.script.stem, mount.group, mount.script.parent.name)
        service = _service_called(services, *names)
        if service is None:
            yield Unknown(str(mount.script), str(mount.location), tuple(keys.items()))
            continue
        account = service.accounts.get(family) if family else None
        defaults = {
            "port": service.port,
            "user": account and account.user,
            "group": account and account.group,
        }
        yield Found(service.name, str(mount.location), keys, omitted, defaults)


def _keys(written: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values that a profile takes, and for the others why not."""
    values, omitted = dict[str, Any](), list[str]()
    for name, word in written.items():
        if not word:
            continue
        value_type: ValueType = keys(ServiceRequest)[name].metadata["key"].value_type
        try:
            is_number = re.fullmatch(r"[0-9]{1,9}", word)
            values[name] = value_type.read(int(word) if is_number else word)
        except InvalidValue as error:
            omitted.append(f"{name}: {error}")
    return values, tuple(omitted)


def of_packages(
    installed: Iterable[str], family: Family | None, catalogue: Iterable[Service]
) -> Iterator[Found]:
    """Yield the services whose packages are *installed*."""
    packages = frozenset(installed)
    for service in catalogue:
        account = service.accounts.get(family) if family else None
        if account and account.package in packages:
            yield Found(service.name, f"package {account.package}", {})


def of_cib(cib: Cib, catalogue: Iterable[Service]) -> Iterator[Found]:
    """Yield the services that a cluster manages by their units."""
    services = tuple(catalogue)
    for primitive in cib.primitives.values():
        if primitive.standard not in ("systemd", "service", "lsb"):
            continue
        unit = primitive.type.removesuffix(".service")
        by_unit = (service for service in services if f"{unit}.service" in _units(service))
        service = next(by_unit, None) or _service_called(services, unit, primitive.id)
        if service:
            why = str(primitive.at) if isinstance(primitive.at, Location) else primitive.id
            yield Found(service.name, why, {"manager": Manager.PACEMAKER})


def nodes(cib: Cib) -> tuple[tuple[str, ...], str]:
    """Return the names of a cluster's nodes, all or none, and why a profile cannot hold them."""
    names = tuple(node.name for node in cib.nodes)
    value_type: ValueType = keys(Cluster)["nodes"].metadata["key"].value_type
    try:
        return tuple(value_type.read(name) for name in names), ""
    except InvalidValue as error:
        return (), str(error)


def _units(service: Service) -> frozenset[str]:
    return frozenset(account.unit for account in service.accounts.values() if account.unit)


def _service_called(catalogue: tuple[Service, ...], *names: str) -> Service | None:
    """Return the only service that one of *names* can mean, the first such name first.

    A service's own name counts more than that of its package.
    """
    for name in names:
        if words := _words(name):
            by_name = [service for service in catalogue if _words(service.name) == words]
            by_package = [service for service in catalogue if words in _packages(service)]
            services = by_name or by_package
            if len(services) == 1:
                return services[0]
    return None


def _packages(service: Service) -> set[frozenset[str]]:
    return {_words(account.package or "") for account in service.accounts.values()}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^-_.]+", name.lower())) - _COMMON
