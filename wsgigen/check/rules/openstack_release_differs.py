"""The services are of another OpenStack release than the profile says.

What it checks
    `openstack` agrees with the versions of the services' packages, or of what is installed in their
    virtual environments, where the profile is for this machine; and with the release that the
    platform ships, for services whose packages are not installed here. Services that name an
    `application` of their own are not looked at.

Why it matters
    The release decides which module an entrypoint imports. Where that module is missing, httpd
    starts, and answers every request with 500. Where it is there, or both releases have the same,
    the service runs with other values of the wrong release, such as the number of threads that it
    may have.

Instead
    Write the release that is installed: `wsgigen init` reads it. Where packages come from a
    repository of their own (Ubuntu's Cloud Archive, RDO, osbpo.debian.net), install them and check
    again on that host.

Source
    Debian 12 and 13, packages keystone, placement-api, glance-api with `openstack: "2026.2"`: all
    three answer 500 on 12, Glance on 13
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

_HERE = "a host of the profile's platform, with its packages and virtual environments"


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each installed service of another release, and for all others at once."""
    profile, plan = view.profile, view.plan
    if not profile or not plan or profile.openstack not in RELEASES:
        return
    sites = [
        site
        for site in view.sites
        if site.catalogued and not profile.services[site.service].application
    ]
    installed = view.installed or {}
    for site in sites:
        if site.service in installed:
            yield from _installed(installed[site.service], site.service, profile.openstack)
    elsewhere = [site for site in sites if site.service not in installed]
    packaged = [site for site in elsewhere if not site.daemon.venv]
    shipped = plan.platform.openstack
    if shipped and shipped != profile.openstack:
        yield from _shipped(view, plan.platform.name, packaged, profile.openstack, shipped)
    if elsewhere and (view.installed is None or any(site.daemon.venv for site in elsewhere)):
        yield Missing(f"the release of {join_some(site.service for site in elsewhere)}", _HERE)


def _installed(installed: Installed, service: str, release: str) -> Iterator[Finding]:
    if installed.release in (None, release):
        return
    actual = str(installed.release)
    severity, consequence = _entrypoint(installed, release, actual)
    yield Finding(
        f"{service} is of OpenStack {actual} ({installed.source}), not of {release}{consequence}",
        f'set openstack: "{actual}", or install {service} of {release}',
        ("openstack",),
        (service,),
        severity,
    )


def _shipped(
    view: ClusterView, platform: str, sites: list[Site], release: str, shipped: str
) -> Iterator[Finding]:
    """Yield one finding for each severity.

    Packages may also come from elsewhere than the platform, so none is a conflict.
    """
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


def _severity(service: Service, release: str, actual: str) -> Severity:
    """Return a risk where the releases have different entrypoints, else advice."""
    return (
        Severity.ADVICE
        if application_in(service, release) == application_in(service, actual)
        else Severity.RISK
    )


def _entrypoint(installed: Installed, release: str, actual: str) -> tuple[Severity, str]:
    """Return how grave it is to run the entrypoint of *release*, and why.

    It is a conflict where the module was looked for and is not there.
    """
    application = application_in(installed.service, release)
    severity = _severity(installed.service, release, actual)
    if application is None or severity is Severity.ADVICE:
        return Severity.ADVICE, ""
    module = application.module
    if installed.modules is not None and module not in installed.modules:
        return Severity.CONFLICT, f": its entrypoint imports {module}, which is not there"
    return severity, f": its entrypoint is made for {module} of {release}"


RULE = Rule("openstack-release-differs", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
