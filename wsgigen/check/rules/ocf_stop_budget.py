"""The stop of ocf:heartbeat:apache may take longer than it is given, or cut off requests.

What it checks
    The time that the operation stop has (its own, else that of op_defaults, else 20 s) against what the agent does in it: half
    of it is a graceful stop, then up to 10 s after SIGTERM, then up to 3 s of signals to what is left. Where the profile
    knows the services, half of it must be as long as their `drain`.

Why it matters
    Below 26 s the agent's own steps do not fit: a stop that needs all of them runs out of time, and a stop that fails has the node
    fenced. Above that, requests that run longer than half of the timeout are cut off.

Instead
    A timeout of twice the `drain` and 13 s.

Source
    ClusterLabs/resource-agents: heartbeat/apache (graceful_stop, kill_stop, signal_children), the same in 4.12.0 and since
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, meant, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import location, timeout
from wsgigen.pacemaker.urls import APACHE

#: Seconds after the graceful half: SIGTERM, and one each for SIGTERM, SIGHUP and SIGKILL to the children.
_REST = 13


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource of the agent."""
    for primitive in apis(view):
        given = timeout(view.cib, primitive, "stop")
        drain = max((site.timeouts.drain for site in meant(view, primitive)), default=0)
        needed = 2 * max(drain, _REST) + (_REST if drain > _REST else 0)
        if primitive.agent != APACHE or given >= needed:
            continue
        slow = given < 2 * _REST
        what = (
            f"its own steps take up to {given // 2 + _REST} s"
            if slow
            else f"requests have {given // 2} s of the {drain} s to drain"
        )
        yield Finding(
            f"{primitive.id} has {given} s to stop, and {what}",
            f"give its stop timeout={max(needed, 60)}s",
            location(primitive, "stop"),
            served(view, primitive),
        )


RULE = Rule("ocf-stop-budget", __doc__, Severity.RISK, check, needs=(Need.CIB,))
