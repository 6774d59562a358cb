"""A question in people's words -> a scenario about resources and units."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wsgigen.catalog.choices import Manager
from wsgigen.cluster.controlled import ControlledUnit
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.profile.model import Profile
from wsgigen.record import record
from wsgigen.simulate.question import Action, Question


@record
class Scenario:
    """A question about resources and units, as the simulation takes it.

    `units` says which unit each primitive controls, `services` what is behind each unit.
    """

    question: Question
    units: Mapping[str, str]
    services: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


def under_pacemaker(profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile to ask about without a cluster, and notes.

    A profile that leaves every service to systemd is taken as if Pacemaker managed them all.
    """
    managers = {request.manager or profile.manager for request in profile.services.values()}
    if Manager.PACEMAKER in managers:
        return profile, ()
    services = {name: replace(request, manager=None) for name, request in profile.services.items()}
    note = (
        "the profile leaves its services to systemd:"
        " this is what would come of it if Pacemaker managed them"
    )
    return replace(profile, manager=Manager.PACEMAKER, services=services), (note,)


def scenario(view: ClusterView, question: Question) -> Scenario:
    """Return *question* as one about *view*'s resources.

    People may name services in it.

    Raises UserError for a service without a resource, or, when it is to be added, without a place
    in the profile.
    """
    controlled = dict(_controlled(view))
    units = {resource: unit.unit for resource, unit in controlled.items()}
    services = _services(controlled)
    if question.action is Action.ADD:
        unit = _planned_unit(view, question.name)
        services = {unit: (question.name,), **services}
        return Scenario(replace(question, unit=unit), units, services)
    if question.action is Action.STANDBY or view.cib.primitives_named(question.name):
        return Scenario(question, units, services)
    resource = _resource_of_service(question.name, controlled)
    held = controlled[resource].services
    note = (
        f"{question.name} has no resource of its own:"
        f" asked about {resource}, which holds {', '.join(held)}"
    )
    notes = (note,) if len(held) > 1 else ()
    return Scenario(replace(question, name=resource), units, services, notes)


def _controlled(view: ClusterView) -> Iterator[tuple[str, ControlledUnit]]:
    for primitive in view.primitives:
        if controlled := view.control.controlled_by(primitive):
            yield primitive.id, controlled


def _services(controlled: Mapping[str, ControlledUnit]) -> dict[str, tuple[str, ...]]:
    """Return the services behind each unit.

    A unit that is not planned has its resources instead.
    """
    services: dict[str, tuple[str, ...]] = {}
    for resource, unit in controlled.items():
        if unit.instance:
            services[unit.unit] = tuple(site.service for site in unit.instance.sites)
        else:
            services[unit.unit] = (*services.get(unit.unit, ()), resource)
    return services


def _resource_of_service(service: str, controlled: Mapping[str, ControlledUnit]) -> str:
    """Return the one resource that starts and stops *service*."""
    ids = [id for id, unit in controlled.items() if service in unit.services]
    if len(ids) != 1:
        names = {*controlled, *(name for unit in controlled.values() for name in unit.services)}
        fix = suggest(service, names) if names else "give a cluster or a profile that manages it"
        raise UserError([Problem(f"the cluster has no resource {service}", fix)])
    return ids[0]


def _planned_unit(view: ClusterView, service: str) -> str:
    """Return the unit that the layout gives to *service*."""
    for instance in view.instances:
        if service in (site.service for site in instance.sites):
            return instance.unit
    names = [site.service for site in view.sites]
    fix = suggest(service, names) if names else "give a profile"
    raise UserError([Problem(f"{service} is not a service of the profile", fix)])
