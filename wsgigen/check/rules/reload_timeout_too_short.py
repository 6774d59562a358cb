"""systemd gives up on a handover that still goes well.

What it checks
    TimeoutStartSec= of every unit whose reload is a handover, or TimeoutSec=, is at least as long
    as the start check may take, 10 s, and the time in which the old httpd finishes its requests
    (GracefulShutdownTimeout).

Why it matters
    TimeoutStartSec= bounds a reload, too. When it ends, systemd kills the handover at once: before
    the new httpd has taken over, the reload has failed and the new httpd is left over until the
    next one; after that, the old httpd finishes its requests unwatched, and a reload that went
    well is reported as failed. A start whose check takes longer fails, and is tried again.

Instead
    Remove the line, so that the TimeoutStartSec= of wsgigen's unit counts; or set
    `startup_timeout` and `drain` in the profile, from which it is computed.

Source
    systemd.service(5): TimeoutStartSec=, ExecReload=
    Seen on Debian 12 and 13: "Reload failed" after a slow drain; a handover killed in the middle
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView

#: Seconds of a handover besides the start check and the drain: until no connection waits for the
#: old httpd.
_BETWEEN = 10


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each unit with too little time."""
    for host in view.on_host:
        yield from not_read(host.unit_gaps if host.may_hand_over else ())
        if host.hands_over:
            yield from _check_timeout(host)


def _check_timeout(host: InstanceOnHost) -> Iterator[Finding]:
    patience = max(site.timeouts.startup for site in host.instance.sites)
    drain = min(host.drain.seconds, host.instance.drain)  # a handover waits no longer than that
    needed = patience + _BETWEEN + drain
    limit = host.timeout("TimeoutStartSec")
    if limit.seconds < needed:
        yield Finding(
            f"{host.instance.unit}: {limit.text} bounds a reload, too, but a handover may take"
            f" {needed:g} s: {patience} s until the new httpd is healthy, {_BETWEEN} s, and"
            f" {drain:g} s of drain",
            f"remove what is not wsgigen's, or set TimeoutStartSec={needed:g} or more;"
            " startup_timeout and drain of the profile decide how much it is",
            limit.at,
            host.services,
        )


RULE = Rule(
    "reload-timeout-too-short",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
