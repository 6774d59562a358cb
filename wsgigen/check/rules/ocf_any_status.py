"""ocf:heartbeat:apache counts every answer as healthy.

What it checks
    Every resource of the agent has a `statusurl`, a `testurl`, a `testregex`, a `testregex10` or a
    `testconffile`.

Why it matters
    Without any of them the agent asks for httpd's status page and, when it does not get that, for
    the headers of `/`. curl then succeeds whatever the status is, so 500 and 503 count as healthy.
    The monitor tells only that httpd answers, which a monitor of the unit tells too.

Instead
    Set `statusurl` to the health URL of the service on the loopback address, and `testregex` to
    something that only its answer has.

Source
    ClusterLabs/resource-agents: heartbeat/apache (attempt_index_monitor_request),
    heartbeat/http-mon.sh (request_url_header)
    Run with resource-agents 4.12.0: 500 and 503 were reported as running
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import APACHE_AGENT

_ASKS = ("statusurl", "testurl", "testregex", "testregex10", "testconffile")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of the agent."""
    for primitive in api_primitives(view):
        if primitive.agent == APACHE_AGENT and not any(
            primitive.parameters.get(name) for name in _ASKS
        ):
            yield Finding(
                f"{primitive.id} has no statusurl:"
                " its monitor counts an API that answers 500 or 503 as healthy",
                "set statusurl to the health URL of the service on 127.0.0.1, and a testregex",
                primitive.at,
                served_services(view, primitive),
            )


RULE = Rule("ocf-any-status", __doc__, Severity.RISK, check, needs=(Need.CIB,))
