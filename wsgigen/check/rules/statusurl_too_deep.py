"""A monitor's URL needs more than the service itself.

What it checks
    The `statusurl` of a service of the catalogue has the path that needs nothing but the service,
    or the root, a version, `/healthcheck` or httpd's status page.

Why it matters
    A URL for which the service asks the database, the message queue or keystone fails when those
    fail. Then every copy on every node fails at once, and Pacemaker restarts all of them for a
    fault elsewhere; with a migration-threshold it bans them.

Instead
    Use the health path of the service, which `wsgigen services NAME` prints.

Source
    ClusterLabs/resource-agents: doc/README.webapps: probe the instance, no more and no less
    The paths, and which of them need nothing else: wsgigen/catalog/services, each with its sources
"""

import re
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import status_url

_SHALLOW = re.compile(r"(/v\d+(\.\d+)?)?/?|/healthcheck")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource that asks such a URL."""
    for primitive in api_primitives(view):
        url, identity = status_url(primitive), catalog_entry(primitive)
        if not url or not identity or url.is_httpds_own or _SHALLOW.fullmatch(url.path):
            continue
        health = identity.service.health
        if health and url.path == health.path:
            continue
        yield Finding(
            f"{primitive.id} asks {url.path}: when the database or another service fails,"
            " the copy on every node fails and is restarted",
            f"ask {health.path if health else '/'}, which needs only {identity.name}",
            primitive.at,
            served_services(view, primitive),
        )


RULE = Rule("statusurl-too-deep", __doc__, Severity.RISK, check, needs=(Need.CIB,))
