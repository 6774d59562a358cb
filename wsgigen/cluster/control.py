"""Cib and plan -> which primitive controls which unit, worked out once."""

from collections.abc import Mapping
from functools import cached_property

from wsgigen.catalog.choices import Manager
from wsgigen.cluster.controlled import ControlledUnit, controlled_units
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.plan.model import Plan


class Control:
    """The units that a cluster's primitives start and stop, now and in one layout.

    With `one_resource_per_instance` the profile wants one resource for all that an instance
    serves: the resources that the CIB has for its services become one.
    """

    def __init__(
        self,
        cib: Cib,
        plan: Plan | None,
        primitives: tuple[Primitive, ...],
        *,
        one_resource_per_instance: bool,
    ) -> None:
        self._cib, self._plan = cib, plan
        self._primitives = sorted(primitives, key=lambda primitive: primitive.id)
        self.one_resource_per_instance = one_resource_per_instance

    @cached_property
    def _units(self) -> Mapping[str, ControlledUnit]:
        per_instance = self.one_resource_per_instance and not self._cib.file
        return controlled_units(self._cib, self._plan, per_instance=per_instance)

    def controlled_by(self, primitive: Primitive) -> ControlledUnit | None:
        """Return what *primitive* really starts and stops.

        None where that is no unit and no httpd of a host.
        """
        return self._units.get(primitive.id)

    def services_of(self, name: str) -> tuple[str, ...]:
        """Return the services that start and stop with the resource, group or tag *name*."""
        primitives = self._cib.primitives_named(name)
        units = [unit for primitive in primitives if (unit := self.controlled_by(primitive))]
        return tuple(dict.fromkeys(service for unit in units for service in unit.services))

    @cached_property
    def primitives_by_unit(self) -> Mapping[str, tuple[Primitive, ...]]:
        """Return the primitives that control each unit of the layout, by name."""
        return self._by_unit({name: unit.unit for name, unit in self._units.items()})

    @cached_property
    def primitives_by_current_unit(self) -> Mapping[str, tuple[Primitive, ...]]:
        """Return the primitives that control each unit now, both ordered by name."""
        return self._by_unit({name: unit.current_unit for name, unit in self._units.items()})

    def planned_primitives(self, unit: str) -> tuple[Primitive, ...]:
        """Return the primitives that will control *unit* in the layout.

        Where one resource is wanted for an instance and none names *unit* yet, the first primitive
        stands for all that move there.
        """
        primitives = self.primitives_by_unit.get(unit, ())
        if not self.one_resource_per_instance:
            return primitives
        return (
            tuple(primitive for primitive in primitives if self._names_its_unit(primitive))
            or primitives[:1]
        )

    def to_be_migrated(self, primitive: Primitive) -> bool:
        """Tell whether the layout moves *primitive*'s services and gives them to systemd."""
        controlled = self.controlled_by(primitive)
        return (
            controlled is not None
            and controlled.moved
            and controlled.instance is not None
            and controlled.instance.manager is Manager.SYSTEMD
        )

    def _names_its_unit(self, primitive: Primitive) -> bool:
        controlled = self.controlled_by(primitive)
        return controlled is not None and not controlled.moved

    def _by_unit(self, units: Mapping[str, str]) -> Mapping[str, tuple[Primitive, ...]]:
        primitives: dict[str, list[Primitive]] = {}
        for primitive in self._primitives:
            if primitive.id in units:
                primitives.setdefault(units[primitive.id], []).append(primitive)
        return {unit: tuple(primitives[unit]) for unit in sorted(primitives)}
