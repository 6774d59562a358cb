"""The profile lets httpd refuse requests that the service is made for.

What it checks
    `chunked`, `encoded_slashes`, `authorization` and `max_body` of every service allow what the
    catalogue says that it needs.

Why it matters
    httpd answers such requests itself, and the service never sees them. Its log is empty, its
    health check is green, and only some calls fail: an upload whose length is not known in advance,
    an object with a slash in its name, a large image.

Instead
    Leave the key out. Where the limit is wanted, set the same one in the service, so that its
    answer says why.

Source
    httpd 2.4.71 with mod_wsgi 4.9.4: a chunked body with WSGIChunkedRequest Off is 411; %2F with
    AllowEncodedSlashes at its default is 404; a body above LimitRequestBody is 413; without
    WSGIPassAuthorization no Authorization reaches the application
    What each service needs: the sources in wsgigen/catalog/services
"""

from collections.abc import Iterator

from wsgigen.catalog.model import Service
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each key that refuses requests."""
    for site in view.sites:
        for key, message, severity in _refusals(site, view.facts(site)):
            yield Finding(
                message,
                f"leave {key} out",
                ("services", site.service, key),
                (site.service,),
                severity=severity,
            )


def _refusals(site: Site, facts: Service) -> Iterator[tuple[str, str, Severity]]:
    name = site.service
    if facts.chunked and not site.chunked:
        yield (
            "chunked",
            f"{name} needs bodies whose length is not known in advance, such as uploads:"
            " httpd answers them with 411",
            Severity.CONFLICT,
        )
    if facts.encoded_slashes and not site.encoded_slashes:
        yield (
            "encoded_slashes",
            f"{name} needs %2F in paths: httpd answers such requests with 404",
            Severity.CONFLICT,
        )
    if facts.applications and facts.authorization and not site.authorization:
        yield (
            "authorization",
            f"{name} does not see the Authorization header: clients that use it get 401",
            Severity.RISK,
        )
    if facts.applications and _limits_bodies(site, facts):
        accepted = f"up to {facts.max_body} bytes" if facts.max_body else "any size"
        yield (
            "max_body",
            f"{name} accepts bodies of {accepted}, but httpd answers 413 above"
            f" {site.max_body} bytes",
            Severity.RISK,
        )


def _limits_bodies(site: Site, facts: Service) -> bool:
    """Return whether httpd refuses bodies that the service accepts."""
    return bool(site.max_body and (not facts.max_body or site.max_body < facts.max_body))


RULE = Rule("requests-refused", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
