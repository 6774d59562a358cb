"""A service has less time for one request than it is known to take.

What it checks
    The `timeout` of every service of the catalogue is as long as the longest time that one request
    to it takes.

Why it matters
    A process whose requests take longer than `timeout`, on average over its threads, shuts down: a
    single request is cut off after `timeout` + `drain` with one thread, after up to `timeout` x
    threads + `drain` with more, and its client gets 504 after `timeout` + 10 s in any case
    (docs/timeouts.md). Work that it had begun elsewhere goes on: a call to another service over
    RabbitMQ takes up to rpc_response_timeout, 60 s by default, and its answer then reaches nobody;
    an upload is cut off. The client gets 500, 502 or 504, and does not know what has been done.

Instead
    Leave `timeout` out, or lower the service's own timeouts as well, such as rpc_response_timeout.

Source
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst: request-timeout
    openstack/oslo.messaging: rpc_response_timeout, 60 s; for each service, the sources in
    wsgigen/catalog/services
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView

#: Seconds that a call over RabbitMQ takes at most: the default of rpc_response_timeout.
_RPC = 60


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each service of the catalogue.

    It is only advice above 60 s, which somebody has thought about.
    """
    for site in view.sites:
        longest = view.facts(site).timeout
        if site.catalogued and site.timeouts.request < longest:
            yield Finding(
                f"a request to {site.service} may take {longest} s, but its client gets 504 after"
                f" {site.timeouts.client} s, and its process ends within {site.timeouts.work} s",
                "leave timeout out, or make the service itself give up sooner",
                ("services", site.service, "timeout"),
                (site.service,),
                severity=Severity.RISK if site.timeouts.request < _RPC else Severity.ADVICE,
            )


RULE = Rule("timeout-below-known", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
