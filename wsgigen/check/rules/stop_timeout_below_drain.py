"""systemd kills an httpd that still finishes requests.

What it checks
    TimeoutStopSec= of every unit, or TimeoutSec=, is at least as long as httpd may finish requests
    (GracefulShutdownTimeout, where 0 means without an end).

Why it matters
    When a unit stops, httpd accepts nothing more and finishes the requests under way. systemd kills
    all of its processes when TimeoutStopSec= is over: those requests are cut off, and the unit is
    `failed`. So is every restart, also that of a package's upgrade.

Instead
    Remove the line, so that the TimeoutStopSec= of wsgigen's unit counts; or set `drain` in the
    profile, from which it and GracefulShutdownTimeout are computed.

Source
    systemd.service(5): TimeoutStopSec=; systemd.kill(5): SendSIGKILL=
    httpd, docs/manual/mod/mpm_common.html: GracefulShutdownTimeout
"""

from collections.abc import Iterator
from math import isinf

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit that is killed too early."""
    for host in view.on_host:
        yield from not_read(host.gaps)
        if host.absent is None:
            yield from _check_timeout(host)


def _check_timeout(host: InstanceOnHost) -> Iterator[Finding]:
    limit, drain = host.timeout("TimeoutStopSec"), host.drain
    if limit.seconds < drain.seconds:
        is_as_planned = drain.seconds == host.instance.drain
        how_long = "as long as they take" if isinf(drain.seconds) else f"{drain.seconds:g} s"
        yield Finding(
            f"{host.instance.unit}: {limit.text} kills httpd while it finishes requests, for which"
            f" {drain.text} gives it {how_long}",
            "remove what is not wsgigen's, or set drain in the profile, from which both are"
            " computed",
            limit.at if is_as_planned else drain.at,
            host.services,
        )


RULE = Rule(
    "stop-timeout-below-drain",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
