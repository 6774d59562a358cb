"""Pacemaker looks so seldom that a failure lasts.

What it checks
    The most frequent monitor of every resource of an API comes at least every 30 s.

Why it matters
    A failure waits for the next monitor: half an interval on average, at worst the whole and the monitor's timeout, and then the
    recovery begins. pcs gives a unit's monitor 60 s where nobody says otherwise. systemd notices that a process has ended when it ends.

Instead
    An interval of 10 s; rather than less, leave to systemd what can run everywhere.

Source
    "Pacemaker Explained", Resource Operations, interval; ClusterLabs/pacemaker: lib/services/systemd.c (metadata: monitor interval 60 s)
    Measured on three nodes, every process of Apache killed, until it answered again: systemd (Restart=, 0.1 s) 0.24 s,
    Pacemaker with a monitor every 10 s 2.6 to 11.9 s
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Operation, Primitive
from wsgigen.pacemaker.operations import TIMEOUT, monitors
from wsgigen.text.phrases import join_some

#: Seconds.
_SELDOM = 30


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each interval."""
    found: dict[int, list[tuple[Primitive, Operation]]] = {}
    for primitive in apis(view):
        for monitor in monitors(primitive)[:1]:
            if monitor.interval > _SELDOM:
                found.setdefault(monitor.interval, []).append((primitive, monitor))
    for interval, each in found.items():
        worst = interval + max(
            TIMEOUT if monitor.timeout is None else monitor.timeout for _, monitor in each
        )
        yield Finding(
            f"{join_some(one.id for one, _ in each)}: with a monitor every {interval} s"
            f" a failure goes unnoticed for {interval / 2:g} s on average and {worst} s at worst",
            "set an interval of 10 s, or leave to systemd what can run everywhere",
            each[0][1].at if view.is_live else ("cluster", "monitor_interval"),
            tuple(name for one, _ in each for name in served(view, one)),
        )


RULE = Rule("monitor-seldom", __doc__, Severity.ADVICE, check)
