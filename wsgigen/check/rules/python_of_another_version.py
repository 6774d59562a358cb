"""A path names another version of Python than mod_wsgi's.

What it checks
    No `venv` or `python_path` has a directory that is named after a Python version other than that
    of the platform's mod_wsgi.

Why it matters
    One httpd has one Python: the one that its mod_wsgi was built for. With a virtual environment of
    another version the daemon process cannot start, and requests hang. Packages from another
    version's directory fail at their import as soon as one of them is compiled; until then they may
    work.

Instead
    Make the virtual environment with the platform's own Python, and name its directories.

Source
    GrahamDumpleton/mod_wsgi, docs/user-guides/virtual-environments.rst: same major and minor
    version as mod_wsgi's
    mod_wsgi 4.9.4 on Debian 12: with a bad python-home `apache2 -t` passes and a request has no
    answer
"""

import re
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.plan.model import Site

_VERSION = re.compile(r"py(?:thon)?-?(3)\.?([0-9]{1,2})(?![0-9])")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each path; the `venv` of the whole profile is one path."""
    if not view.plan:
        return
    platform = view.plan.platform
    services_by_path: dict[tuple[KeyPath, str], list[str]] = {}
    for site in view.sites:
        for key, path in _paths(view, site):
            versions = [(int(major), int(minor)) for major, minor in _VERSION.findall(path)]
            if versions and platform.python[:2] not in versions:
                services_by_path.setdefault((key, path), []).append(site.service)
    version = ".".join(map(str, platform.python[:2]))
    for (key, path), services in services_by_path.items():
        yield Finding(
            f"{path} is named after a Python other than {version},"
            f" which mod_wsgi of {platform.name} runs",
            f"make it with python{version}, or rename it if it is",
            key,
            tuple(services),
        )


def _paths(view: ClusterView, site: Site) -> Iterator[tuple[KeyPath, str]]:
    request = view.profile.services.get(site.service) if view.profile else None
    if site.daemon.venv:
        key = ("services", site.service, "venv") if request and request.venv else ("venv",)
        yield key, str(site.daemon.venv)
    for path in site.daemon.python_path:
        yield ("services", site.service, "python_path"), path


RULE = Rule("python-of-another-version", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
