"""Watches each site at its API: the probe, its units, and what is done when it fails."""

from collections.abc import Iterator
from typing import Any

from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.probing import (
    command,
    heal,
    options,
    private_tmp,
    recycle,
    script,
    start_check,
    target,
)
from wsgigen.render.templates import render_template

#: Seconds from one attempt to heal a service of a shared instance to the next; it ends early where the service is healthy again.
_PAUSE = 300


def render(plan: Plan) -> Iterator[Artifact]:
    """The programs always; a timer for what systemd manages, since Pacemaker has monitors of its own."""
    for instance, site in plan.placed:
        yield Artifact(
            target(plan, site),
            "".join(f"{option}\n" for option in options(site)),
            instance=instance.name,
        )
    yield Artifact(
        script(plan, "probe"),
        render_template("probe.python.j2", platform=plan.platform),
        mode=0o755,
    )
    yield Artifact(
        script(plan, "start-check"),
        render_template("start-check.python.j2", platform=plan.platform),
        mode=0o755,
    )
    if not plan.platform.privileged:
        return
    yield Artifact(
        script(plan, "recycle"),
        render_template("recycle.python.j2", platform=plan.platform),
        mode=0o755,
    )
    yield Artifact(
        script(plan, "private-tmp"),
        render_template("private-tmp.python.j2", platform=plan.platform),
        mode=0o755,
    )
    if not all(map(_alone, plan.instances)):
        yield Artifact(
            script(plan, "heal"),
            render_template("heal.python.j2", platform=plan.platform),
            mode=0o755,
        )
    for instance in plan.instances:
        for site in instance.sites:
            if instance.manager == "systemd":
                yield from _watch(plan, instance, site)
                yield _heal(plan, instance, site)
            if not _alone(instance):
                yield _recycle(plan, instance, site)


def _alone(instance: Instance) -> bool:
    return instance.own and not instance.shared


def _watch(plan: Plan, instance: Instance, site: Site) -> Iterator[Artifact]:
    probe, units = site.probe, plan.platform.units
    remedy = f"wsgi-heal@{site.service}.service"
    service = render_template(
        "probe-service.unit.j2",
        site=site,
        instance=instance,
        after=remedy if _alone(instance) else (remedy, f"wsgi-recycle@{site.service}.service"),
        remedy=remedy,
        probe=command(plan, (site,), "--attempts", probe.failures),
        longest=probe.failures * (probe.timeout + 2) + 10,
    )
    yield Artifact(units / f"wsgi-probe@{site.service}.service", service, instance=instance.name)
    timer = f"wsgi-probe@{site.service}.timer"
    content = render_template("probe-timer.unit.j2", site=site, instance=instance)
    yield Artifact(units / timer, content, instance=instance.name, then=f"restart {timer}")


def _heal(plan: Plan, instance: Instance, site: Site) -> Artifact:
    """An instance of one service is restarted.

    In a shared one the daemon processes of the silent service are replaced first, so that its
    neighbours lose nothing, and a pause keeps what is broken for good from being replaced for ever.
    """
    if _alone(instance):
        action: tuple[str, ...] = ("/usr/bin/systemctl", "--no-block", "try-restart", instance.unit)
        values: dict[str, Any] = {
            "action": action,
            "private_tmp": (),
            "longest": 0,
            "capabilities": (),
            "families": "AF_UNIX",
        }
    else:
        pause = max(_PAUSE, 3 * site.timeouts.startup)
        values = {
            "action": heal(plan, instance, site, pause=pause),
            "private_tmp": private_tmp(plan, instance),
            "longest": site.timeouts.drain
            + pause
            + 2 * (site.probe.interval + site.probe.timeout)
            + 30,
            "capabilities": "CAP_KILL",
            "families": ("AF_UNIX", "AF_INET", "AF_INET6"),
        }
    content = render_template("heal.unit.j2", site=site, instance=instance, **values)
    return Artifact(
        plan.platform.units / f"wsgi-heal@{site.service}.service", content, instance=instance.name
    )


def _recycle(plan: Plan, instance: Instance, site: Site) -> Artifact:
    content = render_template(
        "recycle.unit.j2",
        site=site,
        private_tmp=private_tmp(plan, instance),
        recycle=recycle(plan, instance, site, kill=instance.stop),
        start_check=start_check(plan, instance, (site,)),
        longest=max(instance.start, instance.stop + 10),
    )
    return Artifact(
        plan.platform.units / f"wsgi-recycle@{site.service}.service",
        content,
        instance=instance.name,
    )


OUTPUT = Output("probe", render)
