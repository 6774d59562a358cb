"""The profile's OpenStack release is not the one that its services are of.

What it checks
    `openstack` against the versions of the services' packages, or of what is in their virtual environments, where the machine is
    one that the profile is for; and against the release that the platform ships, for services whose packages are not installed
    here. It looks at no service that names an `application` of its own.

Why it matters
    The release decides which module an entrypoint imports. Where that module is not there, httpd starts, and every request is
    answered by 500. Where it is there, or both releases have the same, the service runs with what else goes by a release, such as
    the threads that it may have, taken from another one.

Instead
    Write the release that is installed: `wsgigen init` reads it. Where packages come from a repository of their own (Ubuntu's
    Cloud Archive, RDO, osbpo.debian.net), install them and check again on that host.

Source
    Debian 12 and 13, packages keystone, placement-api, glance-api with `openstack: "2026.2"`: all three answer 500 on 12, Glance on 13
    openstack/releases, deliverables/*/*.yaml: the versions of each release
    Debian 12, Debian 13, packages.ubuntu.com/noble: versions of keystone, placement and glance
"""

from collections.abc import Iterator
from itertools import groupby

from wsgigen.catalog.model import RELEASES, Service
from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site
from wsgigen.plan.releases import Installed, application_in
from wsgigen.text.phrases import join_some

_HERE = "to be asked on a host of the profile's platform, where the packages and virtual environments are"


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each service that is installed in another release, and one for the rest that the platform ships so."""
    profile, plan = view.profile, view.plan
    if not profile or not plan or profile.openstack not in RELEASES:
        return
    sites = [
        site
        for site in view.sites
        if site.catalogued and not profile.services[site.service].application
    ]
    here = view.installed or {}
    for site in sites:
        if site.service in here:
            yield from _installed(view, site, profile.openstack)
    elsewhere = [site for site in sites if site.service not in here]
    shipped, packaged = (
        plan.platform.openstack,
        [site for site in elsewhere if not site.daemon.venv],
    )
    if shipped and shipped != profile.openstack:
        yield from _shipped(view, plan.platform.name, packaged, profile.openstack, shipped)
    if elsewhere and (view.installed is None or any(site.daemon.venv for site in elsewhere)):
        yield Missing(f"the release of {join_some(site.service for site in elsewhere)}", _HERE)


def _installed(view: ClusterView, site: Site, release: str) -> Iterator[Finding]:
    one = (view.installed or {})[site.service]
    if one.release in (None, release):
        return
    found = str(one.release)
    severity, consequence = _entrypoint(one, release, found)
    yield Finding(
        f"{site.service} is of OpenStack {found} ({one.source}), not of {release}{consequence}",
        f'set openstack: "{found}", or install {site.service} of {release}',
        ("openstack",),
        (site.service,),
        severity,
    )


def _shipped(
    view: ClusterView, platform: str, sites: list[Site], release: str, shipped: str
) -> Iterator[Finding]:
    """Yield one finding for each severity: packages of another release may come from elsewhere, so none is a conflict."""
    graded = sorted(
        ((_severity(view.facts(site), release, shipped), site.service) for site in sites),
        reverse=True,
    )
    for severity, group in groupby(graded, key=lambda pair: pair[0]):
        services = sorted(name for _, name in group)
        yield Finding(
            f"{platform} ships OpenStack {shipped}, not {release}, for {join_some(services)}",
            f'set openstack: "{shipped}", or install packages of {release} and check on that host',
            ("openstack",),
            tuple(services),
            severity,
        )


def _severity(service: Service, release: str, found: str) -> Severity:
    """Return a risk where the releases have different entrypoints."""
    return (
        Severity.ADVICE
        if application_in(service, release) == application_in(service, found)
        else Severity.RISK
    )


def _entrypoint(one: Installed, release: str, found: str) -> tuple[Severity, str]:
    """Return how grave it is to run the entrypoint of *release*, and why: a conflict where its module was looked for and is not there."""
    wanted = application_in(one.service, release)
    severity = _severity(one.service, release, found)
    if wanted is None or severity is Severity.ADVICE:
        return Severity.ADVICE, ""
    if one.modules is not None and wanted.module not in one.modules:
        return Severity.CONFLICT, f": its entrypoint imports {wanted.module}, which is not there"
    return severity, f": its entrypoint is made for {wanted.module} of {release}"


RULE = Rule("openstack-release-differs", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
