"""Pacemaker gives up on a stop before systemd does.

What it checks
    The time that the operation stop has (its own, else that of op_defaults, else 20 s) against the unit's TimeoutStopSec and 5 s for
    Pacemaker to ask. That of wsgigen's units is known; of other units systemd's default, 90 s, is taken.

Why it matters
    httpd is asked to end when its requests are done, and systemd waits TimeoutStopSec before it kills what is left. When
    Pacemaker's own time runs out first, the stop has failed, though nothing is wrong: the node is fenced, with everything on it, or,
    without fencing, the resource is blocked until somebody looks. One long request at the wrong moment is enough.

Instead
    A timeout of TimeoutStopSec and 10 s. Pacemaker never sets the unit's own: it must fit, not be equal.

Source
    ClusterLabs/pacemaker: lib/services/systemd.c (only StopUnit is sent), "Pacemaker Explained", Resource Operations (timeout, on-fail)
    systemd-system.conf(5), DefaultTimeoutStopSec=
    Run on Debian 12: with one request of 25 s in flight, a graceful stop took 24 s
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import apis, behind, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import location, operation, timeout, when_stop_fails

#: systemd's DefaultTimeoutStopSec, and what Pacemaker needs to see that a unit has stopped; seconds.
_DEFAULT, _MARGIN = 90, 5


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource of a unit; a conflict where the unit is known and the node is fenced."""
    for primitive in apis(view):
        if primitive.standard not in ("systemd", "service") or primitive.bundle:
            continue
        instance, given = behind(view, primitive), timeout(view.cib, primitive, "stop")
        needed = instance.stop if instance else _DEFAULT
        if given >= needed + _MARGIN:
            continue
        own = operation(primitive, "stop")
        whose = "" if own and own.timeout is not None and not own.inherited else ", by default,"
        how = when_stop_fails(view.cib, primitive)
        end = {"fence": "its node is fenced", "block": "it is blocked until somebody looks"}.get(
            how, f"{how} is done"
        )
        yield Finding(
            f"{primitive.id} has {given} s{whose} to stop and its unit takes up to {needed} s"
            f"{'' if instance else ' unless it says less'}: when requests run longer, {end}",
            f"give its stop timeout={needed + 10}s",
            location(primitive, "stop"),
            served(view, primitive),
            Severity.CONFLICT if instance and how == "fence" else Severity.RISK,
        )


RULE = Rule("stop-timeout-too-short", __doc__, Severity.CONFLICT, check)
