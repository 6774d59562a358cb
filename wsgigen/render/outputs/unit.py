"""The unit of each instance, or the drop-in of the platform's; target, slice and presets."""

from collections.abc import Iterator
from typing import Any

from wsgigen.catalog.choices import Manager
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.times import RESTART_DELAY, START_LIMIT, START_LIMIT_INTERVAL
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import (
    brake,
    configtest,
    handover,
    httpd,
    private_tmp,
    recycle,
    script,
    share_ports,
    start_check,
)
from wsgigen.render.templates import render_template

_HOME = ("/home", "/root", "/run/user")


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield the units; none where there is no systemd.

    The drop-in sorts before that of Pacemaker, 50-pacemaker.conf, whose Restart=no must win while
    a cluster manages the unit. Source: systemd.unit(5); ClusterLabs/pacemaker,
    lib/services/systemd.c.
    """
    platform = plan.platform
    if not platform.privileged:
        return
    for instance in plan.instances:
        if instance.dedicated:
            path, template = instance.unit, "service.unit.j2"
        else:
            path, template = f"{instance.unit}.d/40-wsgigen.conf", "dropin.unit.j2"
        yield Artifact(
            platform.units / path,
            render_template(template, **_values(plan, instance)),
            instance=instance.name,
            on_change=f"{instance.verb} {instance.unit}",
        )
        verb = "enable" if instance.manager is Manager.SYSTEMD else "disable"
        preset = render_template("preset.unit.j2", verb=verb, unit=instance.unit)
        yield Artifact(
            platform.presets / f"50-wsgi-{instance.name}.preset", preset, instance=instance.name
        )
    yield Artifact(platform.units / "wsgi.slice", render_template("slice.unit.j2"))
    yield Artifact(
        platform.units / "wsgi.target",
        render_template("target.unit.j2", status=script(plan, "status")),
    )
    yield Artifact(
        platform.presets / "50-wsgigen.preset",
        render_template("preset.unit.j2", verb="enable", unit="wsgi.target"),
    )


def _values(plan: Plan, instance: Instance) -> dict[str, Any]:
    platform, sites = plan.platform, instance.sites
    memory = [site.memory for site in sites]
    return {
        "platform": platform,
        "instance": instance,
        "httpd": httpd(plan, instance),
        "names": ", ".join(site.service for site in sites),
        "test": configtest(plan, instance),
        # One broken service stops none of its neighbours.
        "start_check": start_check(plan, instance, sites, *_start_options(instance)),
        "reload_check": start_check(plan, instance, sites),
        "private_tmp": private_tmp(plan, instance),
        "recycle": recycle(plan, instance, *sites, kill=instance.stop),
        "share_ports": share_ports(plan, instance),
        "handover": handover(plan, instance),
        "brake_wait": brake(plan, instance, "wait"),
        "brake_well": brake(plan, instance, "well"),
        "brake_count": brake(plan, instance, "count"),
        "restart_delay": RESTART_DELAY,
        "start_limit": START_LIMIT,
        "start_limit_interval": START_LIMIT_INTERVAL,
        "watches": (*_probes(instance), *_watches(instance)),
        "database": any(map(_needs_database, sites)),
        "memory": sum(filter(None, memory)) if all(memory) else 0,
        "runtime": tuple(
            str(directory.relative_to("/run")) for directory in instance.runtime_directories
        ),
        "logs": tuple(dict.fromkeys(str(site.logs.relative_to("/var/log")) for site in sites)),
        "capabilities": tuple(_capabilities(instance)),
        "escalates": any(site.escalates for site in sites),
        "home": "read-only" if _below_home(instance) else "yes",
        "writable": tuple(dict.fromkeys(path for site in sites for path in site.writable)),
    }


def _start_options(instance: Instance) -> Iterator[str]:
    yield "--starting"
    if instance.serves_several:
        yield "--any"
    if instance.slots:
        yield from ("--slot", f"{instance.name}-{instance.slots[0].name}")


def _probes(instance: Instance) -> tuple[str, ...]:
    """Return the probe timers of a unit; Pacemaker has monitors instead."""
    if instance.manager is not Manager.SYSTEMD:
        return ()
    return tuple(f"wsgi-probe@{site.service}.timer" for site in instance.sites)


def _watches(instance: Instance) -> tuple[str, ...]:
    """Return the path unit that watches the certificates of an instance, if there is one."""
    if not instance.is_renewable or not instance.certificates:
        return ()
    return (f"wsgi-certificates@{instance.name}.path",)


def _needs_database(site: Site) -> bool:
    return any(need.startswith(("database", "API and cell databases")) for need in site.needs)


def _capabilities(instance: Instance) -> Iterator[str]:
    """Yield what the parent of httpd needs: become its users, own their sockets, signal them."""
    yield from ("CAP_CHOWN", "CAP_KILL", "CAP_SETGID", "CAP_SETUID")
    if not instance.dedicated or any(site.port < 1024 for site in instance.sites):
        yield "CAP_NET_BIND_SERVICE"
    if any(site.tls for site in instance.sites):
        yield "CAP_DAC_READ_SEARCH"


def _below_home(instance: Instance) -> bool:
    paths = (
        str(path)
        for site in instance.sites
        for path in (
            site.daemon.venv or "",
            *site.daemon.python_path,
            *site.static.values(),
            *site.writable,
            site.daemon.home,
        )
    )
    return any(path == home or path.startswith(f"{home}/") for path in paths for home in _HOME)


OUTPUT = Output("unit", render)
