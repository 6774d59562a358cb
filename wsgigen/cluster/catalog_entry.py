"""Which service of the catalogue a primitive is.

Its agent says so: the units of the distributions' packages, wsgigen's own `wsgi-<service>`, an instance as in
`httpd@<service>`, or an OCF agent of the service's name. The id is a person's word, and believed only where the agent cannot
say: where the primitive drives an httpd that could serve anything. So a Dummy called keystone, which people put in for the
order's sake, is no keystone.

Source
    wsgigen/catalog/services: units and companions, each with its sources
    RDO and Debian: a unit is called as its service, with or without `openstack-` before it
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wsgigen import registry as catalogue
from wsgigen.catalog import services
from wsgigen.catalog.model import Companion, Service
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import driven, instance, is_httpd


@dataclass(frozen=True)
class Known:
    """A service, or the companion of one that must run beside it."""

    service: Service
    companion: Companion | None = None
    by_id: bool = False  #: the id alone says so

    @property
    def name(self) -> str:
        """What it is called."""
        return self.companion.name if self.companion else self.service.name

    @property
    def mode(self) -> str | None:
        """active-active, active-passive, or not known."""
        return self.companion.mode if self.companion else self.service.mode


def known(primitive: Primitive) -> Known | None:
    """The service or companion that *primitive* is; None when it is neither, or nothing says so."""
    what = driven(primitive)
    if primitive.standard == "ocf" and what is None:
        return (
            _index().get(primitive.type)
            if primitive.provider not in ("heartbeat", "pacemaker")
            else None
        )
    if what is None:
        return None
    found = _index().get(instance(what) or (what.name if what.kind == "unit" else ""))
    if found is None and is_httpd(primitive):
        named = _index().get(_bare(primitive.id))
        return Known(named.service, named.companion, by_id=True) if named else None
    return found


@cache
def _index() -> dict[str, Known]:
    """By every name; a service goes before a companion. Imports the whole catalogue, some 25 ms, when it is first asked."""
    every: list[Service] = list(catalogue.every(services.__name__, "SERVICE"))
    found: dict[str, Known] = {}
    for service in every:
        for name in _names(service):
            found.setdefault(name, Known(service))
    for service in every:
        for companion in service.companions:
            for name in (companion.name, f"openstack-{companion.name}"):
                found.setdefault(name, Known(service, companion))
    return found


def _names(service: Service) -> Iterator[str]:
    units = (
        account.unit.removesuffix(".service")
        for account in service.accounts.values()
        if account.unit
    )
    for name in (service.name, *units):
        yield from (name, f"openstack-{_bare(name)}", _bare(name))
    yield f"wsgi-{service.name}"


def _bare(name: str) -> str:
    return name.removeprefix("openstack-")
