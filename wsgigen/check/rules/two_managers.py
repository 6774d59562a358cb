"""systemd and Pacemaker both manage one unit.

What it checks
    All services of an instance have one manager in the profile; and no resource of the CIB drives
    a unit that the profile gives to systemd.

Why it matters
    A unit has one manager. Where one service of an instance is Pacemaker's, so is its unit: it is not enabled, has `Restart=no`,
    and the services that the profile leaves to systemd are neither started at boot nor restarted by it. And where the unit
    is systemd's, it is started at boot and restarted behind Pacemaker's back: what Pacemaker stopped comes up with the host.

Instead
    One manager for all services of an instance, or `layout: per-service`. When a service goes over to systemd, delete its
    resource; deleting one that runs stops it, so unmanage it first.

Source
    "Pacemaker Explained", Resources, Systemd: services controlled by the cluster must not be enabled at boot
    ClusterLabs/pacemaker, lib/services/systemd.c (the override with Restart=no is there only between its own start and stop)
    The units that wsgigen writes for either manager
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Instance
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an instance, whichever of both it is."""
    for instance in view.instances:
        left = [site.service for site in instance.sites if site.manager == "systemd"]
        if left and instance.manager == "pacemaker":
            drawn = join_some(
                site.service for site in instance.sites if site.manager == "pacemaker"
            )
            yield Finding(
                f"{instance.unit} is Pacemaker's because {drawn} is: systemd neither starts nor restarts {join_some(left)}",
                "give all services of the instance one manager, or take layout: per-service",
                ("layout",),
                tuple(left),
            )
        if view.is_live and instance.manager == "systemd":
            yield from _driven(view, instance)


def _driven(view: ClusterView, instance: Instance) -> Iterator[Finding]:
    drivers = [
        one
        for one in view.control.drivers.get(instance.unit, ())
        if (driven := view.control.controlled_by(one)) and not driven.moved
    ]
    if drivers:
        yield Finding(
            f"{instance.unit} is systemd's in the profile, and {join_some(one.id for one in drivers)} of the cluster's: both start and stop it",
            "set manager: pacemaker for its services, or unmanage the resource and delete it",
            drivers[0].at,
            tuple(site.service for site in instance.sites),
        )


RULE = Rule("two-managers", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
