"""A unit's reload was replaced, and is no handover.

What it checks
    Where the plan has handovers, the ExecReload= of the unit still calls wsgigen's `handover`,
    whatever drop-ins, or another unit file of that name, say.

Why it matters
    httpd's own graceful restart, by `apachectl graceful` or a signal, ends the daemon processes of
    mod_wsgi after a few seconds with the requests that they work on: 188 and 292 of 1,100 to 1,400
    requests were answered with 503. It tests nothing before it serves, and a unit without an
    ExecReload= cannot be reloaded at all. What the other rules of `--root` say of a handover does
    not apply to such a unit, so they are silent about it.

Instead
    Remove ExecReload= from the drop-in, or the unit file in /etc that hides the one of wsgigen:
    `systemctl revert UNIT`.

Source
    systemd.unit(5): Unit File Load Path; systemctl(1): revert
    Measured on Debian 12 and 13: `apache2ctl graceful` under load
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit with another reload."""
    for host in view.on_host:
        if host.instance.slots:
            yield from not_read(host.unit_gaps)
            if not host.unit_gaps and not host.hands_over:
                yield _finding(host)


def _finding(host: InstanceOnHost) -> Finding:
    commands = host.unit.every("Service.ExecReload")
    cause = f"`{commands[-1].text}` is its reload" if commands else "it has no reload"
    return Finding(
        f"{host.instance.unit}: {cause}, and not wsgigen's handover, which loses no request",
        f"remove it: systemctl revert {host.instance.unit}",
        commands[-1].at if commands else host.file,
        host.services,
    )


RULE = Rule(
    "reload-is-no-handover",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
