"""The profile leaves a service to Pacemaker, and the cluster has no resource for it.

What it checks
    For each instance that the profile gives to Pacemaker, in the layout that the profile chose: a resource of the CIB drives it or
    one of its services.

Why it matters
    The unit of such an instance says `Restart=no` and has no [Install] section: whoever starts it is Pacemaker. Without a resource
    nothing starts it at boot, nothing restarts it when it fails, and no probe watches it. This is what is left when a
    resource was removed from the cluster and the profile was not told, or when the new resources were never made.

Instead
    Make the resource, or set `manager: systemd`: then the unit is enabled, restarts and is probed at its API.

Source
    The units that wsgigen writes for either manager; systemd.service(5), Restart=; systemd.unit(5), [Install]
    crowbar/crowbar-core#2030: an upgrade removed the resources, Apache stopped, and keystone's API was gone
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import served
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an instance."""
    if not view.profile or view.layout != view.profile.layout:
        return
    have = {name for one in view.resources for name in served(view, one)}
    for instance in view.instances:
        services = tuple(site.service for site in instance.sites)
        if (
            instance.manager == "systemd"
            or view.control.drivers.get(instance.unit)
            or have & {*services}
        ):
            continue
        once = any(site.mode == "active-passive" for site in instance.sites)
        operations = f"op start timeout={instance.start + 10}s stop timeout={instance.stop + 10}s monitor interval=10s"
        agent = f"systemd:{instance.unit.removesuffix('.service')}"
        yield Finding(
            f"no resource drives {instance.unit}, which the profile leaves to Pacemaker: nothing starts or restarts {join_some(services)}",
            f"run pcs resource create {instance.name} {agent} {operations}{'' if once else ' clone interleave=true'},"
            " or set manager: systemd",
            ("services", services[0]),
            services,
        )


RULE = Rule("managed-by-nobody", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB))
