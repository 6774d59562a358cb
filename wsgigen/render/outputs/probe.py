"""Watches each site at its API: the probe, its units, and what is done when it fails."""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.plan.instances import SLOT_NAMES
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.times import (
    BRAKE_FAILURES,
    BRAKE_LONGEST,
    BRAKE_MEMORY,
    BRAKE_PAUSE,
    BRAKE_RETRY,
    PROBE_PAUSE,
    START_CHECK_FAILURES,
    START_CHECK_PAUSES,
    START_CHECK_SLACK,
)
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import (
    SLOT_HEADER,
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

#: Seconds between two attempts to heal a service of a shared instance. The pause ends early if the
#: service is healthy again.
_PAUSE = 300
#: What the programs share with forecasts, and with `wsgigen run`.
_NUMBERS = {
    "probe_pause": PROBE_PAUSE,
    "pauses": START_CHECK_PAUSES,
    "failures": START_CHECK_FAILURES,
    "slack": START_CHECK_SLACK,
    "slot_header": SLOT_HEADER,
    "slots": SLOT_NAMES,
    "brake_pause": BRAKE_PAUSE,
    "brake_longest": BRAKE_LONGEST,
    "brake_memory": BRAKE_MEMORY,
    "brake_failures": BRAKE_FAILURES,
    "brake_retry": BRAKE_RETRY,
}


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield the programs and the probe of each site; timers for what systemd manages.

    Pacemaker has monitors of its own.
    """
    for instance, site in plan.placed:
        content = "".join(f"{option}\n" for option in options(instance, site))
        yield Artifact(target(plan, site), content, instance=instance.name)
    for name in _programs(plan):
        content = render_template(f"{name}.python.j2", platform=plan.platform, **_NUMBERS)
        yield Artifact(script(plan, name), content, mode=0o755)
    if not plan.platform.privileged:
        return
    for instance, site in plan.placed:
        if instance.manager is Manager.SYSTEMD:
            yield from _watch(plan, instance, site)
            yield _heal(plan, instance, site)
        if not _serves_one(instance):
            yield _recycle(plan, instance, site)


def _programs(plan: Plan) -> Iterator[str]:
    """Yield the programs of a platform, also those that this profile does not need.

    Another profile on the same host may, and the host has each program once.
    """
    yield from ("probe", "start-check")
    if plan.platform.privileged:
        yield from ("brake", "recycle", "private-tmp", "handover", "share-ports", "heal")


def _serves_one(instance: Instance) -> bool:
    return instance.dedicated and not instance.serves_several


def _watch(plan: Plan, instance: Instance, site: Site) -> Iterator[Artifact]:
    probe, units = site.probe, plan.platform.units
    remedy = f"wsgi-heal@{site.service}.service"
    service = render_template(
        "probe-service.unit.j2",
        site=site,
        instance=instance,
        after=remedy if _serves_one(instance) else (remedy, f"wsgi-recycle@{site.service}.service"),
        remedy=remedy,
        probe=command(plan, (site,), "--attempts", probe.failures),
        longest=probe.failures * (probe.timeout + 2) + 10,
    )
    yield Artifact(units / f"wsgi-probe@{site.service}.service", service, instance=instance.name)
    timer = f"wsgi-probe@{site.service}.timer"
    content = render_template("probe-timer.unit.j2", site=site, instance=instance)
    yield Artifact(units / timer, content, instance=instance.name, on_change=f"restart {timer}")


def _heal(plan: Plan, instance: Instance, site: Site) -> Artifact:
    """Return the unit that heals *site*: a restart if its instance serves nothing else.

    In a shared instance the daemon processes of the silent service are replaced first, so that its
    neighbours lose nothing. A pause keeps a service that is broken for good from being replaced
    again and again.
    """
    action: tuple[str, ...] = ("/usr/bin/systemctl", "--no-block", "try-restart", instance.unit)
    tmp: tuple[str, ...] = ()
    longest, capabilities, families = 0, "", "AF_UNIX"
    if not _serves_one(instance):
        pause = max(_PAUSE, 3 * site.timeouts.startup)
        probes = 2 * (site.probe.interval + site.probe.timeout)
        action, tmp = heal(plan, instance, site, pause=pause), private_tmp(plan, instance)
        longest = site.timeouts.drain + pause + probes + 30
        capabilities, families = "CAP_KILL", "AF_UNIX AF_INET AF_INET6"
    content = render_template(
        "heal.unit.j2",
        site=site,
        instance=instance,
        action=action,
        private_tmp=tmp,
        longest=longest,
        capabilities=tuple(capabilities.split()),
        families=tuple(families.split()),
    )
    path = plan.platform.units / f"wsgi-heal@{site.service}.service"
    return Artifact(path, content, instance=instance.name)


def _recycle(plan: Plan, instance: Instance, site: Site) -> Artifact:
    content = render_template(
        "recycle.unit.j2",
        site=site,
        private_tmp=private_tmp(plan, instance),
        recycle=recycle(plan, instance, site, kill=instance.stop),
        start_check=start_check(plan, instance, (site,)),
        longest=instance.start_or_reload,
    )
    path = plan.platform.units / f"wsgi-recycle@{site.service}.service"
    return Artifact(path, content, instance=instance.name)


OUTPUT = Output("probe", render)
