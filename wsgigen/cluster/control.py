"""What the resources of a cluster really start and stop, today and once a layout is there.

A resource of a service that the profile has is where its layout puts the service, whatever unit it names today: so one CIB tells what
each layout makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wsgigen.cluster.catalog_entry import known
from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.pacemaker.cib.units import DEFAULTS, configs, driven, instance, is_httpd
from wsgigen.pacemaker.cib.units import ControlledUnit as Named
from wsgigen.plan.model import Instance, Plan

#: The httpd of ocf:heartbeat:apache where no `configfile` is set.
_DEFAULT = Named("config", "")


@dataclass(frozen=True)
class ControlledUnit:
    """What a primitive really starts and stops: `unit` stands for the httpd or the daemon behind it.

    `instance` is the plan's, when it is one of them. `services` are those that live or die with the primitive as people
    mean it: one for a resource that is a service's own, all of the instance otherwise; without a plan, the catalogue's.
    """

    unit: str
    instance: Instance | None
    services: tuple[str, ...]
    today: str  #: the unit that the primitive names

    @property
    def moved(self) -> bool:
        """Whether the layout serves it by another unit than the primitive names."""
        return self.unit != self.today


def drive(cib: Cib, plan: Plan | None, *, whole: bool) -> Mapping[str, ControlledUnit]:
    """What every primitive that drives a unit or an httpd of a host drives. With *whole* each is all of its instance."""
    hosts = {
        one.id: what for one in cib.primitives.values() if (what := driven(one)) and not what.inside
    }
    names = _names(list(hosts.values()), plan)
    sites = {site.service: each for each in plan.instances for site in each.sites} if plan else {}
    return {
        name: _driven(cib.primitives[name], what, names[what], plan, sites, whole=whole)
        for name, what in hosts.items()
    }


def _driven(
    primitive: Primitive,
    what: Named,
    today: str,
    plan: Plan | None,
    sites: Mapping[str, Instance],
    *,
    whole: bool,
) -> ControlledUnit:
    found = known(primitive)
    if plan is None:
        return ControlledUnit(today, None, (found.name,) if found else (), today)
    there = next((each for each in plan.instances if each.unit == today), None)
    named = [found.name] if found and not found.companion else []
    if what.kind == "unit":
        named += [instance(what), what.name.removeprefix("wsgi-")]
    if there or is_httpd(primitive):
        named.append(primitive.id)
    service = next((name for name in named if name in sites), "")
    serving = there or sites.get(service)
    if serving is None:
        return ControlledUnit(today, None, (), today)
    alone = sites.get(service) is serving and not whole
    return ControlledUnit(
        serving.unit,
        serving,
        (service,) if alone else tuple(site.service for site in serving.sites),
        today,
    )


def _names(found: list[Named], plan: Plan | None) -> Mapping[Named, str]:
    """What each is called, so that two which are one are called the same: an httpd by its unit, if any has one."""
    planned = _planned(plan)
    units = (
        *sorted(what for what in found if what.kind == "unit"),
        *planned,
    )  # of two with one file, the plan's
    by_file = {file: unit for unit in units for file in configs(unit)}
    names = {
        what: by_file.get(what.name, what) if what.kind == "config" else what for what in found
    }
    if _DEFAULT in names:
        files = (str(plan.platform.main_conf),) if plan else DEFAULTS
        names[_DEFAULT] = next(
            (names[one] for one in sorted(names) if one != _DEFAULT and configs(one) & {*files}),
            _DEFAULT,
        )
        names[_DEFAULT] = next(
            (by_file[file] for file in files if file in by_file), names[_DEFAULT]
        )
    return {what: _name(name) for what, name in names.items()}


def _planned(plan: Plan | None) -> tuple[Named, ...]:
    if plan is None:
        return ()
    units = {plan.platform.httpd_unit, *(each.unit for each in plan.instances)}
    return tuple(Named("unit", unit.removesuffix(".service")) for unit in sorted(units))


def _name(what: Named) -> str:
    if what.kind == "unit":
        return f"{what.name}.service"
    return f"the httpd of {what.name}" if what.name else "the platform's httpd"
