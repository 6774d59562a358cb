"""ocf:heartbeat:apache expects HTML in the answer of an API.

What it checks
    Every resource of the agent that has the `statusurl` of an application also has a `testregex`.

Why it matters
    The agent's own regular expression looks for the end of an HTML page. An API answers with JSON
    or a single word, so a healthy API fails every monitor, and its start as well: the resource
    never comes up. Where an application does answer with HTML pages, an error page of status 500
    matches too, unless the client is wget; since 4.15.0 it is curl.

Instead
    Set a `testregex` that only the healthy answer matches. The agent passes it to grep -Ei.

Source
    ClusterLabs/resource-agents: heartbeat/apache (TESTREGEX), commit b2ca07d84 (the client is curl)
    Run with resource-agents 4.12.0: JSON with status 200 failed; HTML with status 500 passed with
    curl and failed with wget
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import status_url

#: Services that answer with HTML pages.
_PAGES = ("horizon",)


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of the agent: a conflict if the catalogue lists an API."""
    for primitive in api_primitives(view):
        url, identity = status_url(primitive), catalog_entry(primitive)
        if not url or url.is_httpds_own or primitive.parameters.get("testregex"):
            continue
        is_api = identity is not None and identity.name not in _PAGES
        consequence = (
            "the API never sends one, and never counts as started"
            if is_api
            else "an error page has one too, and an API never has one"
        )
        yield Finding(
            f"{primitive.id} asks {url.path} and has no testregex,"
            f" so the agent looks for the end of an HTML page: {consequence}",
            "set a testregex that only the healthy answer matches",
            primitive.at,
            served_services(view, primitive),
            Severity.CONFLICT if is_api else Severity.RISK,
        )


RULE = Rule("ocf-wants-html", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
