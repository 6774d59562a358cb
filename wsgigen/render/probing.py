"""The commands that probe a site, and that replace its daemon processes."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan, Site


def script(plan: Plan, name: str) -> PurePosixPath:
    """Return the path of the program *name* on the target host.

    Programs: probe, start-check, recycle, private-tmp, heal, status, upgrade and selinux.
    """
    return plan.platform.libexec / name


def target(plan: Plan, site: Site) -> PurePosixPath:
    """Return the path of the file that says how *site* is probed."""
    return plan.platform.share / f"probes/{site.service}"


def options(site: Site) -> Iterator[str]:
    """Yield the lines of that file, one option each."""
    probe = site.probe
    yield f"--address={probe.address}"
    yield f"--port={probe.port}"
    yield f"--host={probe.host}"
    yield f"--path={probe.path}"
    for status in probe.statuses:
        yield f"--status={status}"
    yield f"--timeout={probe.timeout}"
    yield f"--log={site.logs}/error.log"
    if probe.tls:
        yield "--tls"


def command(plan: Plan, sites: tuple[Site, ...], *more: object) -> tuple[str, ...]:
    """Return the command that probes *sites*."""
    return tuple(str(word) for word in (script(plan, "probe"), *more, *_targets(plan, sites)))


def start_check(
    plan: Plan, instance: Instance, sites: tuple[Site, ...], *more: object
) -> tuple[str, ...]:
    """Return the command that waits until *sites* of *instance* are healthy.

    It waits for each of them as long as the slowest may take.
    """
    wait = max(site.timeouts.startup for site in sites)
    server_log = () if instance.dedicated else ("--server-log", plan.platform.error_log)
    words = (script(plan, "start-check"), "--wait", wait, *more, "--unit", instance.unit)
    return tuple(str(word) for word in (*words, *server_log, *_targets(plan, sites)))


def _targets(plan: Plan, sites: tuple[Site, ...]) -> Iterator[object]:
    for site in sites:
        yield from ("--target", target(plan, site))


def recycle(plan: Plan, instance: Instance, *sites: Site, kill: int) -> tuple[str, ...]:
    """Return the command that replaces the daemon processes of *sites*.

    It kills those that have not ended after *kill* seconds.
    """
    words = (script(plan, "recycle"), "--pid-file", instance.pid, "--kill", kill)
    return tuple(str(word) for word in (*words, *(site.daemon.name for site in sites)))


def private_tmp(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that gives *instance* a removed private /tmp back."""
    return (str(script(plan, "private-tmp")), "--pid-file", str(instance.pid))


def configtest(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that tests the configuration of *instance*."""
    if instance.dedicated:
        return (str(plan.platform.httpd), "-t", "-f", str(instance.config))
    return ("/usr/sbin/apachectl", "configtest")


def heal(plan: Plan, instance: Instance, site: Site, *, pause: int) -> tuple[str, ...]:
    """Return the command that heals *site* of a shared *instance*.

    It runs for *pause* seconds if that does not help.
    """
    options: dict[str, object] = {
        "--unit": instance.unit,
        "--pid-file": instance.pid,
        "--sockets": instance.run,
        "--kill": site.timeouts.drain,
        "--wait": site.timeouts.startup,
        "--pause": pause,
        "--interval": site.probe.interval,
        "--target": target(plan, site),
    }
    words = [word for option in options.items() for word in option]
    for neighbour in instance.sites:
        if neighbour != site:
            words += ["--neighbour", target(plan, neighbour)]
    return tuple(map(str, (script(plan, "heal"), *words, site.daemon.name)))
