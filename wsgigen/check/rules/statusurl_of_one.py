"""A monitor asks only one of several services.

What it checks
    Where ocf:heartbeat:apache has a `statusurl`, its httpd serves one service.

Why it matters
    The agent asks one URL. The services that it does not ask can hang or answer 500, and nobody
    notices; when the one that it asks hangs, all are stopped and started.

Instead
    Use `layout: per-service` and a resource for each service; or a load balancer that asks each.

Source
    ClusterLabs/resource-agents: heartbeat/apache (one statusurl; of a testconffile one test),
    doc/README.webapps
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, planned_instance
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import status_url
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource whose httpd serves several services."""
    for primitive in api_primitives(view):
        url, instance = status_url(primitive), planned_instance(view, primitive)
        if not url or instance is None or not instance.serves_several:
            continue
        answering = [
            site.service
            for site in instance.sites
            if site.port == url.port and not url.is_httpds_own
        ]
        others = tuple(site.service for site in instance.sites if site.service not in answering)
        yield Finding(
            f"{primitive.id} asks only {join_some(answering) or 'httpd'}:"
            f" {join_some(others)} can fail, and nobody notices",
            "set layout: per-service with a resource for each, or let the load balancer ask each",
            primitive.at,
            others,
        )


RULE = Rule("statusurl-of-one", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.CIB))
