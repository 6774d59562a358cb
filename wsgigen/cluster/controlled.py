"""The units that the resources of a cluster really start and stop, now and in a layout.

A resource of one of the profile's services is where the layout puts the service, whatever unit it
names now: so one CIB tells what each layout makes of it.
"""

from collections.abc import Iterator, Mapping

from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.pacemaker.cib.units import (
    DEFAULTS,
    AgentTarget,
    agent_target,
    config_files,
    instance_name,
    is_httpd,
)
from wsgigen.plan.model import Instance, Plan
from wsgigen.record import record

#: The httpd of ocf:heartbeat:apache where no `configfile` is set.
_AGENTS_DEFAULT = AgentTarget("config", "")


@record
class ControlledUnit:
    """The httpd or daemon that a primitive really starts and stops.

    `instance` is the plan's, where the unit is one of the plan's. `services` are those that people
    mean by the primitive: one service for a resource of its own, all of the instance otherwise;
    without a plan, the catalogue's.
    """

    unit: str
    instance: Instance | None
    services: tuple[str, ...]
    current_unit: str  #: the unit that the primitive names

    @property
    def moved(self) -> bool:
        """Tell whether the layout serves it by another unit than the primitive names."""
        return self.unit != self.current_unit


@record
class _Instances:
    by_unit: Mapping[str, Instance]
    by_service: Mapping[str, Instance]


def controlled_units(
    cib: Cib, plan: Plan | None, *, per_instance: bool
) -> Mapping[str, ControlledUnit]:
    """Return what each primitive controls, by its id.

    Only units and httpds of a host are in it.

    With *per_instance* each primitive means all services of its instance.
    """
    targets = {
        primitive.id: target
        for primitive in cib.primitives.values()
        if (target := agent_target(primitive)) and not target.inside
    }
    units = _unit_names(list(targets.values()), plan)
    primitives = [(cib.primitives[id], target, units[target]) for id, target in targets.items()]
    if plan is None:
        return {primitive.id: _unplanned(primitive, unit) for primitive, _, unit in primitives}
    instances = _Instances(
        {instance.unit: instance for instance in reversed(plan.instances)},
        {site.service: instance for instance, site in plan.placed},
    )
    return {
        primitive.id: _planned(primitive, target, unit, instances, per_instance=per_instance)
        for primitive, target, unit in primitives
    }


def _unplanned(primitive: Primitive, unit: str) -> ControlledUnit:
    identity = catalog_entry(primitive)
    return ControlledUnit(unit, None, (identity.name,) if identity else (), unit)


def _planned(
    primitive: Primitive,
    target: AgentTarget,
    current_unit: str,
    instances: _Instances,
    *,
    per_instance: bool,
) -> ControlledUnit:
    current = instances.by_unit.get(current_unit)
    names = list(_service_names(primitive, target))
    if current or is_httpd(primitive):
        names.append(primitive.id)
    service = next((name for name in names if name in instances.by_service), "")
    instance = current or instances.by_service.get(service)
    if instance is None:
        return ControlledUnit(current_unit, None, (), current_unit)
    is_own = instances.by_service.get(service) is instance and not per_instance
    services = (service,) if is_own else tuple(site.service for site in instance.sites)
    return ControlledUnit(instance.unit, instance, services, current_unit)


def _service_names(primitive: Primitive, target: AgentTarget) -> Iterator[str]:
    """Return the names that *primitive*'s service may have, the surest first."""
    identity = catalog_entry(primitive)
    if identity and not identity.companion:
        yield identity.name
    if target.kind == "unit":
        yield from (instance_name(target), target.name.removeprefix("wsgi-"))


def _unit_names(targets: list[AgentTarget], plan: Plan | None) -> Mapping[AgentTarget, str]:
    """Return the name of each target's unit, the same for two that are the same httpd.

    An httpd is named for its unit, if any has it; of two units with one file, the plan's.
    """
    units = sorted(target for target in targets if target.kind == "unit")
    unit_by_file = {
        file: unit for unit in (*units, *_planned_units(plan)) for file in config_files(unit)
    }
    same = {
        target: unit_by_file.get(target.name, target) if target.kind == "config" else target
        for target in targets
    }
    if _AGENTS_DEFAULT in same:
        same[_AGENTS_DEFAULT] = _default_httpd(same, unit_by_file, plan)
    return {target: _unit_name(unit) for target, unit in same.items()}


def _default_httpd(
    same: Mapping[AgentTarget, AgentTarget],
    unit_by_file: Mapping[str, AgentTarget],
    plan: Plan | None,
) -> AgentTarget:
    """Return the httpd of the agent without a `configfile`.

    It is a unit's, or another target's.
    """
    files = (str(plan.platform.main_conf),) if plan else DEFAULTS
    for file in files:
        if file in unit_by_file:
            return unit_by_file[file]
    for target in sorted(same):
        if target != _AGENTS_DEFAULT and config_files(target) & {*files}:
            return same[target]
    return _AGENTS_DEFAULT


def _planned_units(plan: Plan | None) -> tuple[AgentTarget, ...]:
    if plan is None:
        return ()
    units = {plan.platform.httpd_unit, *(instance.unit for instance in plan.instances)}
    return tuple(AgentTarget("unit", unit.removesuffix(".service")) for unit in sorted(units))


def _unit_name(target: AgentTarget) -> str:
    if target.kind == "unit":
        return f"{target.name}.service"
    return f"the httpd of {target.name}" if target.name else "the platform's httpd"
