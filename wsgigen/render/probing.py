"""The commands that ask a site whether it is healthy, and that replace its daemon processes."""

from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan, Site


def script(plan: Plan, name: str) -> PurePosixPath:
    """Where the program *name* is: `probe` or `recycle`."""
    return plan.platform.libexec / name


def command(plan: Plan, site: Site, *more: object) -> tuple[str, ...]:
    """The words that probe *site*."""
    probe = site.probe
    where = ("--address", probe.address, "--port", probe.port, "--host", probe.host, "--path", probe.path)
    statuses = (word for status in probe.statuses for word in ("--status", status))
    words: tuple[object, ...] = (script(plan, "probe"), *where, *statuses, "--timeout", probe.timeout)
    return tuple(str(word) for word in (*words, *more, "--log", site.logs / "error.log", *(["--tls"] if probe.tls else [])))


def gate(plan: Plan, site: Site) -> tuple[str, ...]:
    """The words that wait until *site* is healthy."""
    return command(plan, site, "--wait", site.timeouts.startup)


def recycle(plan: Plan, instance: Instance, *sites: Site, kill: int) -> tuple[str, ...]:
    """The words that replace the daemon processes of *sites*; what is left after *kill* seconds is killed."""
    words = (script(plan, "recycle"), "--pid-file", instance.pid, "--kill", kill)
    return tuple(str(word) for word in (*words, *(site.daemon.name for site in sites)))
