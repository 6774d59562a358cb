"""The stop timeout of ocf:heartbeat:apache is too short for the agent, or for the requests.

What it checks
    The timeout of the stop operation (its own, else that of op_defaults, else 20 s) against what
    the agent does in that time: half of it is a graceful stop, then up to 10 s pass after SIGTERM,
    then up to 3 s of signals to what is left. Where the profile names the services, half of the
    timeout must be as long as their `drain`.

Why it matters
    Below 26 s the agent's own steps do not fit: a stop that needs all of them times out, and a
    failed stop has the node fenced. Above that, requests that run longer than half of the timeout
    are cut off.

Instead
    Set a timeout of twice the `drain` plus 13 s.

Source
    ClusterLabs/resource-agents: heartbeat/apache (graceful_stop, kill_stop, signal_children), the
    same in 4.12.0 and since
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, planned_sites, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import operation_origin, operation_timeout
from wsgigen.pacemaker.urls import APACHE_AGENT

#: Seconds after the graceful half: 10 after SIGTERM, and one each after SIGTERM, SIGHUP and
#: SIGKILL to the children.
_REST = 13


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of the agent."""
    for primitive in api_primitives(view):
        given = operation_timeout(view.cib, primitive, "stop")
        drain = max((site.timeouts.drain for site in planned_sites(view, primitive)), default=0)
        needed = 2 * max(drain, _REST) + (_REST if drain > _REST else 0)
        if primitive.agent != APACHE_AGENT or given >= needed:
            continue
        consequence = (
            f"its agent may need {given // 2 + _REST} s: such a stop fails"
            if given < 2 * _REST
            else f"its requests have {given // 2} s of {drain} s to drain: longer ones are cut off"
        )
        yield Finding(
            f"{primitive.id} has {given} s to stop, but {consequence}",
            f"set timeout={max(needed, 60)}s for its stop operation",
            operation_origin(primitive, "stop"),
            served_services(view, primitive),
        )


RULE = Rule("ocf-stop-budget", __doc__, Severity.RISK, check, needs=(Need.CIB,))
