"""OnFailure= is started at every failed start, not once.

What it checks
    On systemd 254 and later, no unit that systemd restarts has OnFailure= without
    RestartMode=direct.

Why it matters
    Since systemd 254 a unit that is about to be restarted is `failed` for a moment, and OnFailure=
    is started each time. The program `brake` makes six starts before the unit is given up, and one
    in every minute after that. In the same three rounds of failures OnFailure= was started 23
    times on Debian 13, once with RestartMode=direct, and twice on Debian 12, whose systemd 252
    waits until the unit is given up.

Instead
    Add `RestartMode=direct` to the section [Service] of the drop-in: OnFailure= is then started
    when the unit is given up.

Source
    systemd.service(5): RestartMode= (since 254); systemd.unit(5): OnFailure=
    Measured on Debian 12 (systemd 252) and Debian 13 (systemd 257)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.times import BRAKE_FAILURES, BRAKE_RETRY

_FIRST_VERSION = 254


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each OnFailure=, which no empty assignment removes."""
    if view.plan is None or view.plan.platform.systemd_version < _FIRST_VERSION:
        return
    for host in view.on_host:
        if host.instance.is_clustered:
            continue
        yield from not_read(host.unit_gaps)
        restart, mode = host.unit.last("Service.Restart"), host.unit.last("Service.RestartMode")
        if not restart or restart.value in ("", "no") or (mode and mode.value == "direct"):
            continue
        for assignment in host.unit.assignments:
            if assignment.name == "Unit.OnFailure" and assignment.value:
                yield Finding(
                    f"{host.instance.unit}: `{assignment.text}` is started at each failed start:"
                    f" {BRAKE_FAILURES} times in a row, and then every {BRAKE_RETRY} s",
                    "add RestartMode=direct to the section [Service] of the file",
                    assignment.at,
                    host.services,
                )


RULE = Rule(
    "on-failure-repeats",
    __doc__,
    Severity.ADVICE,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
