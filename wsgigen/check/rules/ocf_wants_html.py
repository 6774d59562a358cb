"""ocf:heartbeat:apache looks for HTML in the answer of an API.

What it checks
    Every resource of the agent that has a `statusurl` of an application has a `testregex`, too.

Why it matters
    The agent's own regular expression wants the end of an HTML page. An API answers with JSON or a word, so a healthy
    one fails every monitor, and its start as well: the resource never comes up. Where there are pages of HTML, an error
    page of status 500 matches, too, unless the client is wget; since 4.15.0 it is curl.

Instead
    A `testregex` that only the healthy answer has, and as the agent passes it to grep -Ei.

Source
    ClusterLabs/resource-agents: heartbeat/apache (TESTREGEX), commit b2ca07d84 (the client is curl)
    Run with resource-agents 4.12.0: JSON with status 200 failed; HTML with status 500 passed with curl and failed with wget
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.urls import asked

#: What answers with pages.
_PAGES = ("horizon",)


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource of the agent; a conflict where the catalogue knows that it is an API."""
    for primitive in apis(view):
        url, what = asked(primitive), catalog_entry(primitive)
        if not url or url.of_httpd or primitive.parameters.get("testregex"):
            continue
        api = what is not None and what.name not in _PAGES
        end = (
            "the API answers without any, and never counts as started"
            if api
            else "an error page has that, too, and an API never has it"
        )
        yield Finding(
            f"{primitive.id} asks {url.path} and has no testregex, so the agent looks for the end of an HTML page: {end}",
            "set a testregex that only the healthy answer matches",
            primitive.at,
            served(view, primitive),
            Severity.CONFLICT if api else Severity.RISK,
        )


RULE = Rule("ocf-wants-html", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
