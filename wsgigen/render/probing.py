"""The command that asks a site whether it is healthy, for gates and for timers."""

from pathlib import PurePosixPath

from wsgigen.plan.model import Plan, Site


def script(plan: Plan) -> PurePosixPath:
    """Where the probe is."""
    return plan.platform.libexec / "probe"


def command(plan: Plan, site: Site, *more: object) -> tuple[str, ...]:
    """The words of the command line."""
    probe = site.probe
    words: list[object] = [script(plan), "--address", probe.address, "--port", probe.port, "--host", probe.host, "--path", probe.path]
    for status in probe.statuses:
        words += ["--status", status]
    words += ["--timeout", probe.timeout, *more]
    return tuple(str(word) for word in [*words, *(["--tls"] if probe.tls else [])])
