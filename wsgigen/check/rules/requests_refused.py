"""The profile refuses requests that the service is made for.

What it checks
    `chunked`, `encoded_slashes`, `authorization` and `max_body` of every service, against what the catalogue says that it needs.

Why it matters
    httpd answers such requests itself, and the service never sees them. Its log is empty, its health check is green, and only some
    calls fail: an upload whose length is not known in advance, an object with a slash in its name, an image that is large.

Instead
    Leave the key out. Where the limit is meant, set the same one in the service, so that it says why.

Source
    httpd 2.4.71 with mod_wsgi 4.9.4: a chunked body with WSGIChunkedRequest Off is 411; %2F with AllowEncodedSlashes at its
    default is 404; a body above LimitRequestBody is 413; without WSGIPassAuthorization no Authorization reaches the application
    What each service needs: the sources in wsgigen/catalog/services
"""

from collections.abc import Iterator

from wsgigen.catalog.model import Service
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each key."""
    for site in view.sites:
        for key, message, severity in _taken(site, view.facts(site)):
            yield Finding(
                message,
                f"leave {key} out",
                ("services", site.service, key),
                (site.service,),
                severity=severity,
            )


def _taken(site: Site, known: Service) -> Iterator[tuple[str, str, Severity]]:
    name = site.service
    if known.chunked and not site.chunked:
        yield (
            "chunked",
            f"{name} needs bodies whose length is not known in advance, as uploads are: they are answered by 411",
            Severity.CONFLICT,
        )
    if known.encoded_slashes and not site.encoded_slashes:
        yield (
            "encoded_slashes",
            f"{name} needs %2F in paths: such a request is answered by 404",
            Severity.CONFLICT,
        )
    if known.applications and known.authorization and not site.authorization:
        yield (
            "authorization",
            f"{name} does not see the Authorization header: whoever uses it is answered by 401",
            Severity.RISK,
        )
    if (
        known.applications
        and site.max_body
        and (not known.max_body or site.max_body < known.max_body)
    ):
        most = f"{known.max_body} bytes" if known.max_body else "any size"
        yield (
            "max_body",
            f"{name} takes bodies of {most}, and httpd answers 413 above {site.max_body} bytes",
            Severity.RISK,
        )


RULE = Rule("requests-refused", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
