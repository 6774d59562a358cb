"""The commands that probe a site, and that replace its daemon processes."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan, Site

#: Header of an answer at the address of a slot: INSTANCE-SLOT, which generation answered.
SLOT_HEADER = "X-Wsgigen-Slot"


def script(plan: Plan, name: str) -> PurePosixPath:
    """Return the path of the program *name* on the target host.

    Programs: brake, handover, heal, httpd, private-tmp, probe, recycle, renew, selinux,
    share-ports, start-check, status and upgrade.
    """
    return plan.platform.libexec / name


def target(plan: Plan, site: Site) -> PurePosixPath:
    """Return the path of the file that says how *site* is probed."""
    return plan.platform.share / f"probes/{site.service}"


def options(instance: Instance, site: Site) -> Iterator[str]:
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
    for slot in instance.slots:
        yield f"--slot={instance.name}-{slot.name}={slot.address}"


def command(plan: Plan, sites: tuple[Site, ...], *more: object) -> tuple[str, ...]:
    """Return the command that probes *sites*."""
    return tuple(str(word) for word in (script(plan, "probe"), *more, *_targets(plan, sites)))


def start_check(
    plan: Plan, instance: Instance, sites: tuple[Site, ...], *more: object
) -> tuple[str, ...]:
    """Return the command that waits until *sites* of *instance* are healthy.

    It waits for each of them as long as the slowest may take.
    """
    wait = _longest_startup(sites)
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
    words = (script(plan, "recycle"), "--unit", instance.unit, "--kill", kill)
    return tuple(str(word) for word in (*words, *(site.daemon.name for site in sites)))


def handover(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that starts a new generation of *instance* and ends the old one."""
    words: list[object] = [script(plan, "handover"), "--unit", instance.unit]
    words += ["--instance", instance.name, "--run", instance.run]
    words += ["--wait", _longest_startup(instance.sites), "--drain", instance.drain]
    words += _targets(plan, instance.sites)
    if not instance.dedicated:
        words += ["--pid-file", plan.platform.httpd_pid]
    return (*map(str, words), "--", *httpd(plan, instance))


def httpd(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that is the httpd of *instance*, in its first slot if nothing is added."""
    if instance.dedicated:
        return (str(plan.platform.httpd), "-DFOREGROUND", "-f", str(instance.config))
    return (str(script(plan, "httpd")), "-DFOREGROUND")


def _longest_startup(sites: tuple[Site, ...]) -> int:
    return max(site.timeouts.startup for site in sites)


def share_ports(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that prepares an httpd of an older configuration for a handover."""
    return (str(script(plan, "share-ports")), "--unit", instance.unit)


def brake(plan: Plan, instance: Instance, action: str) -> tuple[str, ...]:
    """Return the command that counts failures of *instance*, or waits because of them."""
    return (str(script(plan, "brake")), action, instance.unit)


def private_tmp(plan: Plan, instance: Instance) -> tuple[str, ...]:
    """Return the command that gives *instance* a removed private /tmp back."""
    return (str(script(plan, "private-tmp")), "--unit", instance.unit)


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
        "--kill": site.timeouts.drain,
        "--wait": site.timeouts.startup,
        "--pause": pause,
        "--interval": site.probe.interval,
        "--target": target(plan, site),
    }
    words = [word for option in options.items() for word in option]
    for directory in instance.runtime_directories:
        words += ["--sockets", directory]
    for neighbour in instance.sites:
        if neighbour != site:
            words += ["--neighbour", target(plan, neighbour)]
    return tuple(map(str, (script(plan, "heal"), *words, site.daemon.name)))
