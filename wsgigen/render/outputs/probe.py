"""Watches each site at its API: the probe, its units, and what is done when it fails."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.probing import command, script
from wsgigen.render.templates import fill


def render(plan: Plan) -> Iterator[Artifact]:
    """The probe itself always; a timer for what systemd manages, since Pacemaker has monitors of its own.

    An instance of one service is restarted. In a shared one only the daemon processes of the silent
    service are replaced, so that its neighbours lose nothing.
    """
    platform = plan.platform
    yield Artifact(script(plan), fill("probe.python.j2", platform=platform), mode=0o755)
    if not platform.privileged:
        return
    for instance in plan.instances:
        if instance.manager == "systemd":
            for site in instance.sites:
                yield from _units(plan, instance, site)
    if any(not instance.shared and instance.own for instance in plan.instances):
        yield Artifact(platform.units / "wsgi-restart@.service", fill("restart.unit.j2"))
    for instance in plan.instances:
        if instance.shared or not instance.own:
            for site in instance.sites:
                yield Artifact(
                    platform.units / f"wsgi-recycle@{site.service}.service", fill("recycle.unit.j2", instance=instance, site=site)
                )


def _units(plan: Plan, instance: Instance, site: Site) -> Iterator[Artifact]:
    probe, alone = site.probe, instance.own and not instance.shared
    ask = command(plan, site, "--attempts", probe.failures)
    yield Artifact(
        plan.platform.units / f"wsgi-probe@{site.service}.service",
        fill(
            "probe-service.unit.j2",
            site=site,
            instance=instance,
            probe=ask,
            remedy=f"wsgi-restart@{site.service}.service" if alone else f"wsgi-recycle@{site.service}.service",
            longest=probe.failures * (probe.timeout + 2) + 10,
        ),
    )
    yield Artifact(plan.platform.units / f"wsgi-probe@{site.service}.timer", fill("probe-timer.unit.j2", site=site, instance=instance))


OUTPUT = Output("probe", render)
