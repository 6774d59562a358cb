"""What is judged: a profile in one layout, a cluster, or both; and what they are to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wsgigen.catalog.model import Service
from wsgigen.cluster.control import ControlledUnit, drive
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.pacemaker.cib.nodes import disjoint, possible, probed, unsure
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.releases import Installed
from wsgigen.plan.wanted import known
from wsgigen.profile.model import Profile, ServiceRequest


@dataclass(frozen=True)
class ClusterView:
    """One layout's plan and the cluster that drives it.

    Without a CIB file, `cib` is the one that the plan asks for; without a profile there is no plan, and
    `layout` is empty. `outcome` and `asked` are for rules about rules. `installed` is what this machine has of the
    services, by name; None where it is not one that the profile is for.
    """

    profile: Profile | None
    plan: Plan | None
    cib: Cib
    outcome: frozenset[str] = field(default=frozenset())
    asked: frozenset[str] = field(default=frozenset())
    installed: Mapping[str, Installed] | None = None

    @property
    def layout(self) -> str:
        """The plan's layout."""
        return self.plan.layout if self.plan else ""

    @property
    def is_live(self) -> bool:
        """Whether the CIB was read from a file, and is not what the plan asks for."""
        return bool(self.cib.file)

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

    def facts(self, site: Site) -> Service:
        """What the catalogue knows of *site*'s service; of one of the user's own, what is taken for all of them."""
        written = self.profile.services if self.profile else {}
        return known(site.service, written.get(site.service, ServiceRequest()))

    @property
    def resources(self) -> tuple[Primitive, ...]:
        """The cluster's primitives but for fencing devices."""
        return tuple(one for one in self.cib.primitives.values() if one.standard != "stonith")

    def primitives_named(self, name: str) -> tuple[Primitive, ...]:
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

    def controlled(self, primitive: Primitive) -> ControlledUnit | None:
        """What *primitive* really starts and stops; None where that is no unit and no httpd of a host."""
        return self._driven.get(primitive.id)

    @cached_property
    def _driven(self) -> Mapping[str, ControlledUnit]:
        return drive(self.cib, self.plan, whole=self.one_resource_per_instance and not self.is_live)

    @cached_property
    def drivers(self) -> Mapping[str, tuple[Primitive, ...]]:
        """The primitives behind each unit, by the unit; both in the order of their names."""
        found: dict[str, list[Primitive]] = {}
        for primitive in sorted(self.resources, key=lambda one: one.id):
            driven = self.controlled(primitive)
            if driven:
                found.setdefault(driven.unit, []).append(primitive)
        return {unit: tuple(found[unit]) for unit in sorted(found)}

    @cached_property
    def _nodes(self) -> Mapping[str, frozenset[str]]:
        return possible(self.cib)

    @cached_property
    def _unsure(self) -> frozenset[str]:
        return unsure(self.cib)

    @cached_property
    def _probed(self) -> Mapping[str, frozenset[str]]:
        return probed(self.cib)

    def allowed_nodes(self, primitive: Primitive) -> frozenset[str]:
        """The nodes that nothing forbids *primitive*."""
        return self._nodes.get(primitive.id, frozenset())

    def may_share_node(self, one: Primitive, other: Primitive) -> bool | None:
        """Whether both may run on one node; None where that depends on node attributes, which only the cluster knows."""
        if disjoint(self._nodes, one.id, other.id):
            return False
        return None if {one.id, other.id} & self._unsure else True

    def placement_is_known(self, primitive: Primitive) -> bool:
        """Whether the CIB tells where it may run: no location rule on node attributes decides."""
        return primitive.id not in self._unsure

    def probed_nodes(self, primitive: Primitive) -> frozenset[str]:
        """The nodes where Pacemaker probes whether *primitive* runs, be it allowed there or not."""
        return self._probed.get(primitive.id, frozenset())

    def runs_on_many(self, primitive: Primitive) -> bool:
        """Whether it may run on several nodes at once."""
        clone = self.cib.clones.get(primitive.clone or "")
        return clone is not None and clone.meta.get("clone-max") != "1"

    def shared_units(self, one: str, other: str) -> tuple[tuple[str, list[str], list[str]], ...]:
        """The units that *one* and *other* both drive on one node, and the primitives of each that do, when those are not the same."""
        if (one, other) not in self._shared:
            self._shared[one, other] = tuple(
                self._share(self.primitives_named(one), self.primitives_named(other))
            )
        return self._shared[one, other]

    @cached_property
    def _shared(self) -> dict[tuple[str, str], tuple[tuple[str, list[str], list[str]], ...]]:
        return {}

    def _share(
        self, ours: tuple[Primitive, ...], theirs: tuple[Primitive, ...]
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        for unit in sorted(self._units(ours) & self._units(theirs)):
            these, those = (
                [each for each in side if self._units((each,)) == {unit}] for side in (ours, theirs)
            )
            first = sorted(
                one.id
                for one in these
                if any(one.id != other.id and self.may_share_node(one, other) for other in those)
            )
            then = sorted(
                one.id
                for one in those
                if any(one.id != other.id and self.may_share_node(one, other) for other in these)
            )
            if first:
                yield unit, first, then

    def _units(self, primitives: tuple[Primitive, ...]) -> set[str]:
        return {driven.unit for one in primitives if (driven := self.controlled(one))}

    def neighbours(self, primitive: Primitive) -> tuple[Primitive, ...]:
        """The primitives that drive the same unit today, itself included."""
        driven = self.controlled(primitive)
        return self._today.get(driven.today, ()) if driven else ()

    @cached_property
    def _today(self) -> Mapping[str, tuple[Primitive, ...]]:
        found: dict[str, list[Primitive]] = {}
        for one in self.resources:
            if driven := self.controlled(one):
                found.setdefault(driven.today, []).append(one)
        return {unit: tuple(primitives) for unit, primitives in found.items()}

    def to_be_migrated(self, primitive: Primitive) -> bool:
        """Whether *primitive* is of services that this layout puts elsewhere, and the profile leaves to systemd."""
        driven = self.controlled(primitive)
        return (
            driven is not None
            and driven.moved
            and driven.instance is not None
            and driven.instance.manager == "systemd"
        )

    def remaining_drivers(self, unit: str) -> tuple[Primitive, ...]:
        """The primitives that will drive *unit*: where one is wanted for the whole of it, the first stands for all that move there."""
        drivers = self.drivers.get(unit, ())
        if not self.one_resource_per_instance:
            return drivers
        named = tuple(
            one for one in drivers if (driven := self.controlled(one)) and not driven.moved
        )
        return named or drivers[:1]

    @property
    def one_resource_per_instance(self) -> bool:
        """Whether the profile wants one resource for all that an instance serves: those that the CIB has for its services become one."""
        return bool(self.profile and self.profile.cluster.components == "instance")

    def services(self, name: str) -> tuple[str, ...]:
        """The services that live or die with what *name* means."""
        found = (self.controlled(one) for one in self.primitives_named(name))
        return tuple(dict.fromkeys(service for one in found if one for service in one.services))
