"""The profile leaves a service to Pacemaker, but the cluster has no resource for it.

What it checks
    Each instance that the profile gives to Pacemaker, in the layout that the profile chooses, has a
    resource in the CIB that controls it or one of its services.

Why it matters
    The unit of such an instance says `Restart=no` and has no [Install] section, because Pacemaker
    starts it. Without a resource nothing starts it at boot, nothing restarts it when it fails, and
    no probe watches it. This happens when a resource was removed from the cluster without a change
    to the profile, or when the new resources were never created.

Instead
    Create the resource, or set `manager: systemd`: then the unit is enabled, restarts, and its API
    is probed.

Source
    The units that wsgigen writes for either manager; systemd.service(5), Restart=; systemd.unit(5),
    [Install]
    crowbar/crowbar-core#2030: an upgrade removed the resources, Apache stopped, and keystone's API
    was gone
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager, Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Instance
from wsgigen.plan.times import OPERATION_MARGIN
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each instance that no resource controls."""
    if not view.profile or view.layout != view.profile.layout:
        return
    in_cluster = {
        name for primitive in view.primitives for name in served_services(view, primitive)
    }
    for instance in view.instances:
        services = tuple(site.service for site in instance.sites)
        if instance.manager is Manager.SYSTEMD or view.control.primitives_by_unit.get(
            instance.unit
        ):
            continue
        if in_cluster & {*services}:
            continue
        yield Finding(
            f"{instance.unit} is left to Pacemaker by the profile, but no resource controls it:"
            f" nothing starts or restarts {join_some(services)}",
            f"run {_command(instance)}, or set manager: systemd",
            ("services", services[0]),
            services,
        )


def _command(instance: Instance) -> str:
    """Return the command that makes the resource of *instance*."""
    runs_once = any(site.mode is Mode.ACTIVE_PASSIVE for site in instance.sites)
    return (
        f"pcs resource create {instance.name} systemd:{instance.unit.removesuffix('.service')}"
        f" op start timeout={instance.start + OPERATION_MARGIN}s"
        f" stop timeout={instance.stop + OPERATION_MARGIN}s monitor interval=10s"
        f"{'' if runs_once else ' clone interleave=true'}"
    )


RULE = Rule("managed-by-nobody", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB))
