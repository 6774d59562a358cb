"""Watches each site at its API: the probe, its units, and what is done when it fails."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.probing import command, gate, options, recycle, script, target
from wsgigen.render.templates import fill


def render(plan: Plan) -> Iterator[Artifact]:
    """The programs always; a timer for what systemd manages, since Pacemaker has monitors of its own."""
    for site in plan.sites:
        yield Artifact(target(plan, site), "".join(f"{option}\n" for option in options(site)))
    yield Artifact(script(plan, "probe"), fill("probe.python.j2", platform=plan.platform), mode=0o755)
    if not plan.platform.privileged:
        return
    yield Artifact(script(plan, "recycle"), fill("recycle.python.j2", platform=plan.platform), mode=0o755)
    for instance in plan.instances:
        for site in instance.sites:
            if instance.manager == "systemd":
                yield from _watch(plan, instance, site)
            if not _alone(instance):
                yield _recycle(plan, instance, site)


def _alone(instance: Instance) -> bool:
    return instance.own and not instance.shared


def _watch(plan: Plan, instance: Instance, site: Site) -> Iterator[Artifact]:
    """An instance of one service is restarted.

    In a shared one only the daemon processes of the silent service are replaced, so that its
    neighbours lose nothing.
    """
    probe, units, alone = site.probe, plan.platform.units, _alone(instance)
    remedy = f"wsgi-heal@{site.service}.service"
    service = fill(
        "probe-service.unit.j2",
        site=site,
        instance=instance,
        after=remedy if alone else (remedy, f"wsgi-recycle@{site.service}.service"),
        remedy=remedy,
        probe=command(plan, (site,), "--attempts", probe.failures),
        longest=probe.failures * (probe.timeout + 2) + 10,
    )
    heal = fill(
        "heal.unit.j2",
        site=site,
        action=("/usr/bin/systemctl", "--no-block", "try-restart", instance.unit)
        if alone
        else recycle(plan, instance, site, kill=site.timeouts.drain),
        capabilities=() if alone else "CAP_KILL",
    )
    yield Artifact(units / f"wsgi-probe@{site.service}.service", service)
    yield Artifact(units / f"wsgi-probe@{site.service}.timer", fill("probe-timer.unit.j2", site=site, instance=instance))
    yield Artifact(units / remedy, heal)


def _recycle(plan: Plan, instance: Instance, site: Site) -> Artifact:
    content = fill(
        "recycle.unit.j2",
        site=site,
        recycle=recycle(plan, instance, site, kill=instance.stop),
        gate=gate(plan, (site,)),
        longest=max(instance.start, instance.stop + 10),
    )
    return Artifact(plan.platform.units / f"wsgi-recycle@{site.service}.service", content)


OUTPUT = Output("probe", render)
