"""Pacemaker gives up on a stop before systemd does.

What it checks
    The timeout of the stop operation (its own, else that of op_defaults, else 20 s) is as long as
    the unit's TimeoutStopSec and 5 s for Pacemaker to ask. That of wsgigen's units is known; for
    other units systemd's default, 90 s, is assumed.

Why it matters
    httpd is asked to end when its requests are done, and systemd waits TimeoutStopSec before it
    kills what is left. When Pacemaker's own time runs out first, the stop has failed, though
    nothing is wrong: the node is fenced, with everything on it, or, without fencing, the resource
    is blocked until somebody looks. One long request at the wrong moment is enough.

Instead
    Set a timeout of TimeoutStopSec and 10 s. Pacemaker does not set the unit's own timeout, so its
    own must be longer, not equal.

Source
    ClusterLabs/pacemaker: lib/services/systemd.c (only StopUnit is sent), "Pacemaker Explained",
    Resource Operations (timeout, on-fail)
    systemd-system.conf(5), DefaultTimeoutStopSec=
    Run on Debian 12: with one request of 25 s in flight, a graceful stop took 24 s
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import api_primitives, planned_instance, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.operations import (
    action_on_failed_stop,
    find_operation,
    operation_origin,
    operation_timeout,
)
from wsgigen.plan.times import OPERATION_MARGIN

#: Seconds: systemd's DefaultTimeoutStopSec, and until Pacemaker sees that a unit has stopped.
_DEFAULT, _MARGIN = 90, 5
_CONSEQUENCES = {"fence": "its node is fenced", "block": "it is blocked until somebody looks"}


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of a unit.

    It is a conflict where the unit is wsgigen's and the node is fenced.
    """
    for primitive in api_primitives(view):
        if primitive.standard not in ("systemd", "service") or primitive.bundle:
            continue
        instance = planned_instance(view, primitive)
        given = operation_timeout(view.cib, primitive, "stop")
        needed = instance.stop if instance else _DEFAULT
        if given >= needed + _MARGIN:
            continue
        on_fail = action_on_failed_stop(view.cib, primitive)
        consequence = _CONSEQUENCES.get(on_fail, f"Pacemaker does on-fail={on_fail}")
        yield Finding(
            f"{primitive.id} has {given} s to stop{'' if _is_own(primitive) else ' by default'},"
            f" and its unit takes up to {needed} s{'' if instance else ' unless it says less'}:"
            f" when requests run longer, {consequence}",
            f"set timeout={needed + OPERATION_MARGIN}s for its stop operation",
            operation_origin(primitive, "stop"),
            served_services(view, primitive),
            Severity.CONFLICT if instance and on_fail == "fence" else Severity.RISK,
        )


def _is_own(primitive: Primitive) -> bool:
    """Return whether the timeout is the operation's own, and no default."""
    own = find_operation(primitive, "stop")
    return own is not None and own.timeout is not None and not own.inherited


RULE = Rule("stop-timeout-too-short", __doc__, Severity.CONFLICT, check)
