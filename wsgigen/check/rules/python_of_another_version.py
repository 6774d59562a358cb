"""A path names another Python than mod_wsgi's.

What it checks
    No `venv` or `python_path` has a directory that is called after a Python version other than that of the platform's mod_wsgi.

Why it matters
    One httpd has one Python: that which its mod_wsgi was built for. With a virtual environment of another version the daemon
    process cannot begin, and requests hang; packages from another version's directory fail at their import as soon as one of
    them is compiled. It may well work until one is.

Instead
    Make the virtual environment with the platform's own Python, and name its directories.

Source
    GrahamDumpleton/mod_wsgi, docs/user-guides/virtual-environments.rst: same major and minor version as mod_wsgi's
    mod_wsgi 4.9.4 on Debian 12: with a bad python-home `apache2 -t` passes and a request has no answer
"""

import re
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.plan.model import Site

_VERSION = re.compile(r"py(?:thon)?-?(3)\.?([0-9]{1,2})(?![0-9])")


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each path. The same in the profile's `venv` is one finding."""
    if not view.plan:
        return
    wanted = view.plan.platform.python[:2]
    found: dict[tuple[KeyPath, str], list[str]] = {}
    for site in view.sites:
        for where, path in _paths(view, site):
            named = [(int(major), int(minor)) for major, minor in _VERSION.findall(path)]
            if named and wanted not in named:
                found.setdefault((where, path), []).append(site.service)
    for (where, path), services in found.items():
        version = ".".join(map(str, wanted))
        yield Finding(
            f"{path} is named after another Python than the {version} of {view.plan.platform.name}'s mod_wsgi",
            f"make it with python{version}, or rename it if it is",
            where,
            tuple(services),
        )


def _paths(view: ClusterView, site: Site) -> Iterator[tuple[KeyPath, str]]:
    wrote = view.profile.services.get(site.service) if view.profile else None
    if site.daemon.venv:
        yield (
            ("services", site.service, "venv") if wrote and wrote.venv else ("venv",),
            str(site.daemon.venv),
        )
    for path in site.daemon.python_path:
        yield ("services", site.service, "python_path"), path


RULE = Rule("python-of-another-version", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
