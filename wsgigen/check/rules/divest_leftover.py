"""Resources depend on a service that the profile leaves to systemd.

What it checks
    For each resource of the CIB whose services the profile leaves to systemd: no resource that
    stays is ordered after it, or must run where it runs.

Why it matters
    A resource is stopped before it is taken out of the cluster. Pacemaker then also stops, on every
    node, everything that has a mandatory order after it or a colocation of INFINITY with it. Once
    the resource is gone, its constraints have no effect: nothing waits for the service any more.

Instead
    Remove the constraints before the resource, in maintenance mode, so that nothing stops with it;
    `wsgigen check --cib` lists all constraints that name it. Whatever has to wait for the service
    must ask for it and try again.

Source
    "Pacemaker Explained", Resource Constraints: mandatory ordering, mandatory placement; shown by
    crm_simulate 2.1.5
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh:
    constraints go first
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.migrate.relations import resource_of
from wsgigen.pacemaker.cib.model import INFINITY
from wsgigen.record import record
from wsgigen.simulate.question import Action, Question


@record
class _Dependency:
    """A constraint that stops `dependent` when `resource` stops."""

    resource: str
    dependent: str
    relation: str  #: what `dependent` is to `resource`, as a message says it
    at: Origin


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each constraint between a resource that leaves and one that stays."""
    leaving = _leaving(view)
    for dependency in _dependencies(view):
        name, dependent = dependency.resource, dependency.dependent
        members = {resource_of(primitive) for primitive in view.cib.primitives_named(dependent)}
        if name in leaving and members - leaving.keys():
            yield Finding(
                f"{dependent} {dependency.relation} {name}, which the profile leaves to systemd:"
                f" taking {name} out of the cluster also stops {dependent}",
                "remove the constraint, in maintenance mode, before the resource",
                dependency.at,
                leaving[name],
                question=Question(Action.STOP, name),
            )


def _leaving(view: ClusterView) -> dict[str, tuple[str, ...]]:
    """Return the services of each resource whose services the profile all leaves to systemd."""
    on_systemd = {
        site.service
        for instance in view.instances
        if instance.manager is Manager.SYSTEMD
        for site in instance.sites
    }
    leaving: dict[str, tuple[str, ...]] = {}
    for primitive in view.primitives:
        controlled, entry = view.control.controlled_by(primitive), catalog_entry(primitive)
        services = controlled.services if controlled else ()
        if not services and entry and not entry.companion:
            services = (entry.name,)
        if services and set(services) <= on_systemd:
            leaving[resource_of(primitive)] = services
    return leaving


def _dependencies(view: ClusterView) -> Iterator[_Dependency]:
    """Yield what a mandatory order or a colocation of INFINITY stops with another resource."""
    for order in view.cib.orders:
        if (
            order.kind == "Mandatory"
            and order.symmetrical
            and order.first_action in ("start", "promote")
        ):
            yield _Dependency(order.first, order.then, "is ordered after", order.at)
    for colocation in view.cib.colocations:
        if colocation.score >= INFINITY:
            yield _Dependency(
                colocation.with_resource, colocation.resource, "is colocated with", colocation.at
            )


RULE = Rule("divest-leftover", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB))
