"""The profile leaves a service to systemd, and resources of the cluster still hang on it.

What it checks
    For each resource of the CIB whose services the profile gives to systemd: no resource that stays is ordered after it, or
    must be where it is.

Why it matters
    To take a resource out of the cluster is to stop it first. Pacemaker then stops whatever is ordered after it with a
    mandatory order, or colocated with it by INFINITY, on every node. Once the resource is gone, so is what the constraint was for:
    nothing waits any more.

Instead
    Drop the constraints before the resource, in maintenance mode, so that nothing stops for it; `wsgigen check --cib` lists all
    that name it. What has to wait for the service must ask for it and try again.

Source
    "Pacemaker Explained", Resource Constraints: mandatory ordering, mandatory placement; shown by crm_simulate 2.1.5
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh: constraints go first
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.migrate.binding import resource_of
from wsgigen.pacemaker.cib.model import INFINITY
from wsgigen.simulate.question import Question


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each constraint and resource that stays."""
    left = _left(view)
    for at, name, other, how in _hanging(view):
        staying = {resource_of(one) for one in view.cib.primitives_named(other)} - left.keys()
        if name in left and staying:
            yield Finding(
                f"{other} {how} {name}, which the profile leaves to systemd: to take that out of the cluster stops {other}, too",
                "drop the constraint, in maintenance mode, before the resource",
                at,
                left[name],
                question=Question("stop", name),
            )


def _left(view: ClusterView) -> dict[str, tuple[str, ...]]:
    """The resources that the profile has no use for, with their services."""
    systemd = {
        site.service
        for instance in view.instances
        if instance.manager == "systemd"
        for site in instance.sites
    }
    found: dict[str, tuple[str, ...]] = {}
    for primitive in view.resources:
        driven, service = view.control.controlled_by(primitive), catalog_entry(primitive)
        services = driven.services if driven else ()
        if not services and service and not service.companion:
            services = (service.name,)
        if services and set(services) <= systemd:
            found[resource_of(primitive)] = services
    return found


def _hanging(view: ClusterView) -> Iterator[tuple[Origin, str, str, str]]:
    for order in view.cib.orders:
        if (
            order.kind == "Mandatory"
            and order.symmetrical
            and order.first_action in ("start", "promote")
        ):
            yield order.at, order.first, order.then, "is ordered after"
    for colocation in view.cib.colocations:
        if colocation.score >= INFINITY:
            yield (
                colocation.at,
                colocation.with_resource,
                colocation.resource,
                "must be where there is",
            )


RULE = Rule("divest-leftover", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB))
