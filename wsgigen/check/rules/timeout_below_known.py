"""A service has less time for one request than it is known to take.

What it checks
    The `timeout` of every service of the catalogue, against the longest time that one request to it takes.

Why it matters
    A process whose requests take longer than `timeout`, on average over its threads, shuts down: a request alone is cut off after
    `timeout` + `drain` with one thread, after up to `timeout` x threads + `drain` with more, and its client is told 504 after
    `timeout` + 10 s in any case (docs/timeouts.md). What it had begun elsewhere goes on: a call to another service over RabbitMQ
    takes up to rpc_response_timeout, 60 s by default, and its answer then finds nobody; an upload is cut off. The client is told
    500, 502 or 504, and does not know what has been done.

Instead
    Leave `timeout` out, or set the service's own timeouts lower as well, such as rpc_response_timeout.

Source
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst: request-timeout
    openstack/oslo.messaging: rpc_response_timeout, 60 s; for each service, the sources in wsgigen/catalog/services
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView

#: Seconds that a call over RabbitMQ takes at most: rpc_response_timeout as it is shipped.
_RPC = 60


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each service; above 60 s somebody has thought about it. The catalogue says nothing of the user's own."""
    for site in view.sites:
        known = view.facts(site).timeout
        if site.catalogued and site.timeouts.request < known:
            yield Finding(
                f"a request to {site.service} may take {known} s, but its client gets 504 after {site.timeouts.client} s,"
                f" and its process is ended within {site.timeouts.work} s",
                "leave timeout out, or make the service itself give up sooner",
                ("services", site.service, "timeout"),
                (site.service,),
                severity=Severity.RISK if site.timeouts.request < _RPC else Severity.ADVICE,
            )


RULE = Rule("timeout-below-known", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
