"""The platform's mod_wsgi has an older Python than the OpenStack release needs.

What it checks
    The Python that the platform's mod_wsgi was built for is not older than the oldest that the
    release's services of the catalogue accept.

Why it matters
    mod_wsgi is linked to one Python, which runs all its applications. A virtual environment of
    another version does not help: its `python-home` must be of mod_wsgi's own version. pip refuses
    to install the release for the older Python, and code that was installed otherwise fails at its
    import; httpd starts, and answers every request with 500.

Instead
    Use a newer platform or an older release.

Source
    The wheels of keystone 22.0.0 to 30.0.0 (Zed to 2026.2) on PyPI: Requires-Python
    openstack/governance, reference/runtimes: the oldest Python of each release
    GrahamDumpleton/mod_wsgi, docs/user-guides/virtual-environments.rst: same major and minor
    version as mod_wsgi's
"""

from collections.abc import Iterator

from wsgigen.catalog.model import OLDEST_PYTHON
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding. A service that is not OpenStack's has no release."""
    if not view.profile or not view.plan:
        return
    release, platform = view.profile.openstack or "", view.plan.platform
    services = tuple(site.service for site in view.sites if site.catalogued)
    oldest = OLDEST_PYTHON.get(release, (0,))
    if services and platform.python < oldest:
        has, needs = (".".join(map(str, version)) for version in (platform.python, oldest))
        yield Finding(
            f"mod_wsgi of {platform.name} runs Python {has}, but OpenStack {release} needs {needs}:"
            " none of its services can be imported",
            "use a newer platform or an older release;"
            " a virtual environment cannot change mod_wsgi's Python",
            ("platform",),
            services,
        )


RULE = Rule("python-too-old", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
