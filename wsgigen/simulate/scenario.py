"""What is judged, and what people ask -> what the simulation needs to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wsgigen.catalog.choices import Manager
from wsgigen.cluster.controlled import ControlledUnit
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.profile.model import Profile
from wsgigen.simulate.question import ADD, STANDBY, Question


@dataclass(frozen=True)
class Scenario:
    """A question about resources and units. `units` are those that primitives drive, `services` those behind a unit."""

    question: Question
    units: Mapping[str, str]
    services: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


def managed(profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """The profile as it is asked about when no cluster is given, and what was changed for that.

    One that leaves every service to systemd is asked about as if Pacemaker managed them all.
    """
    managers = {request.manager or profile.manager for request in profile.services.values()}
    if Manager.PACEMAKER in managers:
        return profile, ()
    services = {name: replace(request, manager=None) for name, request in profile.services.items()}
    note = "the profile leaves its services to systemd: this is what would come of it if Pacemaker managed them"
    return replace(profile, manager=Manager.PACEMAKER, services=services), (note,)


def pose(view: ClusterView, question: Question) -> Scenario:
    """*question*, in which people may name services, as one about the resources of *subject*.

    Raises UserError for a service without a resource, or, when it is to be added, without a place in the profile.
    """
    driven = {one.id: what for one in view.resources if (what := view.control.controlled_by(one))}
    units = {name: what.unit for name, what in driven.items()}
    services: dict[str, tuple[str, ...]] = {}
    for name, what in driven.items():
        inside = (
            tuple(site.service for site in what.instance.sites)
            if what.instance
            else (*services.get(what.unit, ()), name)
        )
        services[what.unit] = inside
    if question.action == ADD:
        unit = _unit(view, question.name)
        return Scenario(replace(question, unit=unit), units, {unit: (question.name,), **services})
    if question.action == STANDBY or view.cib.primitives_named(question.name):
        return Scenario(question, units, services)
    one = _holder(question.name, driven)
    held = driven[one].services
    note = f"{question.name} has no resource of its own: asked about {one}, which holds {', '.join(held)}"
    return Scenario(replace(question, name=one), units, services, (note,) if len(held) > 1 else ())


def _holder(service: str, driven: Mapping[str, ControlledUnit]) -> str:
    """The one resource that *service* lives and dies with."""
    found = [name for name, what in driven.items() if service in what.services]
    if len(found) != 1:
        known = {*driven, *(each for what in driven.values() for each in what.services)}
        fix = suggest(service, known) if known else "give a cluster or a profile that manages it"
        raise UserError([Problem(f"the cluster has no resource {service}", fix)])
    return found[0]


def _unit(view: ClusterView, service: str) -> str:
    """The unit that the layout gives to *service*."""
    for instance in view.instances:
        if service in (site.service for site in instance.sites):
            return instance.unit
    known = [site.service for site in view.sites]
    raise UserError(
        [
            Problem(
                f"{service} is not a service of the profile",
                suggest(service, known) if known else "give a profile",
            )
        ]
    )
