"""Pacemaker monitors a resource so seldom that a failure lasts.

What it checks
    The most frequent monitor of every resource of an API runs at least every 30 s.

Why it matters
    A failure waits for the next monitor: half an interval on average, at worst a whole interval and
    the monitor's timeout. Only then does the recovery begin. pcs gives a unit's monitor 60 s unless
    it is told otherwise. systemd notices the end of a process at once.

Instead
    Set an interval of 10 s. Rather than going lower, leave services that can run everywhere to
    systemd.

Source
    "Pacemaker Explained", Resource Operations, interval; ClusterLabs/pacemaker:
    lib/services/systemd.c (metadata: monitor interval 60 s)
    Measured on three nodes, every process of Apache killed, until it answered again: systemd
    (Restart=, 0.1 s) 0.24 s, Pacemaker with a monitor every 10 s 2.6 to 11.9 s
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Operation, Primitive
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT, recurring_monitors
from wsgigen.text.phrases import join_some

#: Seconds between two monitors from which on they are too seldom.
_SELDOM = 30


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each interval that is too long."""
    by_interval: dict[int, list[tuple[Primitive, Operation]]] = {}
    for primitive in api_primitives(view):
        for monitor in recurring_monitors(primitive)[:1]:
            if monitor.interval > _SELDOM:
                by_interval.setdefault(monitor.interval, []).append((primitive, monitor))
    for interval, monitored in by_interval.items():
        timeout = max(
            DEFAULT_TIMEOUT if monitor.timeout is None else monitor.timeout
            for _, monitor in monitored
        )
        yield Finding(
            f"the monitor of {join_some(primitive.id for primitive, _ in monitored)} runs every"
            f" {interval} s: a failure goes unnoticed for {interval / 2:g} s on average"
            f" and {interval + timeout} s at worst",
            "set an interval of 10 s, or leave services that can run everywhere to systemd",
            monitored[0][1].at if view.has_cib_file else ("cluster", "monitor_interval"),
            tuple(name for primitive, _ in monitored for name in served_services(view, primitive)),
        )


RULE = Rule("monitor-seldom", __doc__, Severity.ADVICE, check)
