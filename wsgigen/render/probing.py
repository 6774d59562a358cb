"""The commands that ask a site whether it is healthy, and that replace its daemon processes."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan, Site


def script(plan: Plan, name: str) -> PurePosixPath:
    """Where the program *name* is: `probe`, `start-check`, `recycle`, `private-tmp`, `heal`, `status`, `upgrade` or `selinux`."""
    return plan.platform.libexec / name


def target(plan: Plan, site: Site) -> PurePosixPath:
    """The file that says how *site* is asked."""
    return plan.platform.share / f"probes/{site.service}"


def options(site: Site) -> Iterator[str]:
    """What stands in that file, an option a line."""
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
    """The words that probe *sites*."""
    return tuple(str(word) for word in (script(plan, "probe"), *more, *_targets(plan, sites)))


def start_check(
    plan: Plan, instance: Instance, sites: tuple[Site, ...], *more: object
) -> tuple[str, ...]:
    """The words that wait until *sites* of *instance* are healthy, each as long as the slowest of them may take."""
    words: list[object] = [
        script(plan, "start-check"),
        "--wait",
        max(site.timeouts.startup for site in sites),
        *more,
    ]
    words += ["--unit", instance.unit] + (
        [] if instance.own else ["--server-log", plan.platform.error_log]
    )
    return tuple(str(word) for word in (*words, *_targets(plan, sites)))


def _targets(plan: Plan, sites: tuple[Site, ...]) -> Iterator[object]:
    for site in sites:
        yield from ("--target", target(plan, site))


def recycle(plan: Plan, instance: Instance, *sites: Site, kill: int) -> tuple[str, ...]:
    """The words that replace the daemon processes of *sites*; what is left after *kill* seconds is killed."""
    words = (script(plan, "recycle"), "--pid-file", instance.pid, "--kill", kill)
    return tuple(str(word) for word in (*words, *(site.daemon.name for site in sites)))


def private_tmp(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """The words that give *instance* its private /tmp back, where somebody removed it."""
    return (str(script(plan, "private-tmp")), "--pid-file", str(instance.pid))


def configtest(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """The words that test the configuration of *instance*."""
    if instance.own:
        return (str(plan.platform.httpd), "-t", "-f", str(instance.config))
    return ("/usr/sbin/apachectl", "configtest")


def heal(plan: Plan, instance: Instance, site: Site, *, pause: int) -> tuple[str, ...]:
    """The words that heal *site* of a shared *instance*, and last *pause* seconds where that does not help."""
    words: list[object] = [
        script(plan, "heal"),
        "--unit",
        instance.unit,
        "--pid-file",
        instance.pid,
        "--sockets",
        instance.run,
    ]
    words += [
        "--kill",
        site.timeouts.drain,
        "--wait",
        site.timeouts.startup,
        "--pause",
        pause,
        "--interval",
        site.probe.interval,
    ]
    words += ["--target", target(plan, site)]
    words += [
        word for one in instance.sites if one != site for word in ("--neighbour", target(plan, one))
    ]
    return tuple(map(str, (*words, site.daemon.name)))
