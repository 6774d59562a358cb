"""Which service of the catalogue a primitive is.

Its agent says so: the units of the distributions' packages, wsgigen's own `wsgi-<service>`, an
instance as in `httpd@<service>`, or an OCF agent of the service's name. The id is a person's word,
and believed only where the agent cannot say: where the primitive controls an httpd that could serve
anything. So a Dummy called keystone, which people add for an order's sake, is not keystone.

Source
    wsgigen/catalog/services: units and companions, each with its sources
    RDO and Debian: a unit is called as its service, with or without `openstack-` before it
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from wsgigen import registry
from wsgigen.catalog import services
from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Companion, Service
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import agent_target, instance_name, is_httpd
from wsgigen.record import record


@record
class Identity:
    """The catalogue's service that a primitive is, or a companion of one."""

    service: Service
    companion: Companion | None = None
    by_id: bool = False  #: nothing but the primitive's id says so

    @property
    def name(self) -> str:
        """Return the name of the companion or service."""
        return self.companion.name if self.companion else self.service.name

    @property
    def mode(self) -> Mode | None:
        """Return on how many nodes it may run at once; None: not known."""
        return self.companion.mode if self.companion else self.service.mode


def catalog_entry(primitive: Primitive) -> Identity | None:
    """Return the service or companion that *primitive* is.

    None when it is neither, or nothing says so.
    """
    target = agent_target(primitive)
    if target is None:
        return _of_ocf_agent(primitive) if primitive.standard == "ocf" else None
    identity = _by_name().get(instance_name(target) or target.name)
    if identity is None and is_httpd(primitive):
        named = _by_name().get(_without_prefix(primitive.id))
        return replace(named, by_id=True) if named else None
    return identity


def _of_ocf_agent(primitive: Primitive) -> Identity | None:
    """Return the service of an OpenStack provider's agent.

    ocf:heartbeat:openstack-cinder-volume attaches a volume, and is no service.
    """
    if primitive.provider == "heartbeat":
        return None
    return _by_name().get(primitive.type)


@cache
def _by_name() -> dict[str, Identity]:
    """Return the catalogue by every name; a service goes before a companion.

    Imports the whole catalogue, some 25 ms, when it is first asked.
    """
    catalogue: list[Service] = list(registry.every(services.__name__, "SERVICE"))
    identities: dict[str, Identity] = {}
    for service in catalogue:
        for name in _names(service):
            identities.setdefault(name, Identity(service))
    for service in catalogue:
        for companion in service.companions:
            for name in (companion.name, f"openstack-{companion.name}"):
                identities.setdefault(name, Identity(service, companion))
    return identities


def _names(service: Service) -> Iterator[str]:
    units = (
        account.unit.removesuffix(".service")
        for account in service.accounts.values()
        if account.unit
    )
    for name in (service.name, *units):
        yield from (name, f"openstack-{_without_prefix(name)}", _without_prefix(name))
    yield f"wsgi-{service.name}"


def _without_prefix(name: str) -> str:
    return name.removeprefix("openstack-")
