"""systemd and Pacemaker both manage one unit.

What it checks
    All services of an instance have the same manager in the profile, and no resource of the CIB
    controls a unit that the profile leaves to systemd.

Why it matters
    A unit has one manager. Where one service of an instance belongs to Pacemaker, so does the unit:
    it is not enabled and has `Restart=no`, and the services that the profile leaves to systemd are
    neither started at boot nor restarted by it. Where the unit belongs to systemd, it is started at
    boot and restarted behind Pacemaker's back: what Pacemaker stopped comes up with the host.

Instead
    Use one manager for all services of an instance, or `layout: per-service`. When a service goes
    over to systemd, delete its resource; deleting one that runs stops it, so unmanage it first.

Source
    "Pacemaker Explained", Resources, Systemd: services controlled by the cluster must not be
    enabled at boot
    ClusterLabs/pacemaker, lib/services/systemd.c (the override with Restart=no is there only
    between its own start and stop)
    The units that wsgigen writes for either manager
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Instance
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each instance that both manage, by the profile or by the CIB."""
    for instance in view.instances:
        by_systemd = [site.service for site in instance.sites if site.manager is Manager.SYSTEMD]
        if by_systemd and instance.manager is Manager.PACEMAKER:
            by_pacemaker = join_some(
                site.service for site in instance.sites if site.manager is Manager.PACEMAKER
            )
            yield Finding(
                f"{instance.unit} belongs to Pacemaker because {by_pacemaker} does:"
                f" systemd neither starts nor restarts {join_some(by_systemd)}",
                "give all services of the instance one manager, or set layout: per-service",
                ("layout",),
                tuple(by_systemd),
            )
        if view.has_cib_file and instance.manager is Manager.SYSTEMD:
            yield from _controlled(view, instance)


def _controlled(view: ClusterView, instance: Instance) -> Iterator[Finding]:
    primitives = [
        primitive
        for primitive in view.control.primitives_by_unit.get(instance.unit, ())
        if (controlled := view.control.controlled_by(primitive)) and not controlled.moved
    ]
    if primitives:
        yield Finding(
            f"{instance.unit} is left to systemd by the profile, but controlled by"
            f" {join_some(primitive.id for primitive in primitives)} in the cluster:"
            " both start and stop it",
            "set manager: pacemaker for its services, or unmanage the resource and delete it",
            primitives[0].at,
            tuple(site.service for site in instance.sites),
        )


RULE = Rule("two-managers", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
