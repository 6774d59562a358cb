"""What is judged: a profile in one layout, a cluster, or both; and what they are to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wsgigen.check.cib.model import Cib, Primitive
from wsgigen.check.model import Input
from wsgigen.plan.facts import Service
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.wanted import known
from wsgigen.profile.model import Profile, ServiceRequest


@dataclass(frozen=True)
class Driven:
    """What a primitive really starts and stops: `unit` stands for the httpd or the daemon behind it.

    `instance` is the plan's, when it is one of them. `services` are those that live or die with the
    primitive as people mean it: one for a resource that is named after a service, all of the
    instance otherwise.
    """

    unit: str
    instance: Instance | None
    services: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """One layout's plan and the cluster that drives it.

    Without a CIB file, `cib` is the one that the plan asks for; without a profile there is no plan, and
    `layout` is empty. `outcome` and `asked` are for rules about rules.
    """

    profile: Profile | None
    plan: Plan | None
    cib: Cib
    outcome: frozenset[str] = field(default=frozenset())
    asked: frozenset[str] = field(default=frozenset())

    @property
    def layout(self) -> str:
        """The plan's layout."""
        return self.plan.layout if self.plan else ""

    @property
    def live(self) -> bool:
        """Whether the CIB was read from a file, and is not what the plan asks for."""
        return bool(self.cib.file)

    def has(self, need: Input) -> bool:
        """Whether a rule that needs this can be asked."""
        profile = self.profile
        told = {
            Input.PROFILE: profile is not None,
            Input.CIB: self.live,
            Input.NODES: self.live or bool(profile and profile.cluster.nodes),
            Input.CPUS: bool(profile and profile.host.cpus),
            Input.MEMORY: bool(profile and profile.host.memory),
            Input.BALANCER: bool(profile and profile.cluster.balancer_timeout),
            Input.DATABASE: bool(profile and profile.cluster.database_connections),
            Input.ADDRESSES: self.live or bool(profile and profile.cluster.virtual_addresses),
            Input.OUTCOME: profile is not None,
        }
        return told[need]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Names of the nodes that run services."""
        return tuple(node.name for node in self.cib.nodes)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The plan's; none without a profile."""
        return self.plan.instances if self.plan else ()

    @property
    def sites(self) -> tuple[Site, ...]:
        """The plan's; none without a profile."""
        return self.plan.sites if self.plan else ()

    def known(self, site: Site) -> Service:
        """What the catalogue knows of *site*'s service; of one of the user's own, what is taken for all of them."""
        written = self.profile.services if self.profile else {}
        return known(site.service, written.get(site.service, ServiceRequest()))

    @property
    def resources(self) -> tuple[Primitive, ...]:
        """The cluster's primitives but for fencing devices."""
        return tuple(one for one in self.cib.primitives.values() if one.standard != "stonith")

    def members(self, name: str) -> tuple[Primitive, ...]:
        """The primitives that a constraint means by *name*: a primitive, group, clone, bundle or tag; none for what is not there."""
        return tuple({one.id: one for one in self._members(name, frozenset())}.values())

    def _members(self, name: str, seen: frozenset[str]) -> Iterator[Primitive]:
        cib = self.cib
        if name in seen:
            return
        if name in cib.primitives:
            yield cib.primitives[name]
        inner: tuple[str, ...] = cib.tags.get(name, ())
        if name in cib.groups:
            inner = cib.groups[name].members
        elif name in cib.clones:
            inner = (cib.clones[name].child,)
        elif name in cib.bundles:
            inner = tuple(child for child in (cib.bundles[name].child,) if child)
        for each in inner:
            yield from self._members(each, seen | {name})

    def driven(self, primitive: Primitive) -> Driven | None:
        """What *primitive* really starts and stops; None where that is no unit and no httpd."""
        return self._driven.get(primitive.id)

    @cached_property
    def _driven(self) -> Mapping[str, Driven]:
        return {one.id: driven for one in self.resources if (driven := self._drive(one))}

    def _drive(self, primitive: Primitive) -> Driven | None:
        """With a profile, a service is where its layout puts it, whatever unit it has today."""
        if primitive.standard not in ("systemd", "service", "lsb") or primitive.bundle:
            return None
        unit = primitive.type.removesuffix(".service")
        sites = {site.service: instance for instance in self.instances for site in instance.sites}
        instance = next((one for one in self.instances if one.unit == f"{unit}.service"), sites.get(primitive.id))
        if instance is None:
            return Driven(unit, None, ())
        alone = sites.get(primitive.id) is instance
        return Driven(instance.unit, instance, (primitive.id,) if alone else tuple(site.service for site in instance.sites))

    @cached_property
    def drivers(self) -> Mapping[str, tuple[Primitive, ...]]:
        """The primitives behind each unit, by the unit."""
        found: dict[str, list[Primitive]] = {}
        for primitive in self.resources:
            driven = self.driven(primitive)
            if driven:
                found.setdefault(driven.unit, []).append(primitive)
        return {unit: tuple(primitives) for unit, primitives in found.items()}

    def services(self, name: str) -> tuple[str, ...]:
        """The services that live or die with what *name* means."""
        found = (self.driven(one) for one in self.members(name))
        return tuple(dict.fromkeys(service for one in found if one for service in one.services))
