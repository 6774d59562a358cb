"""The version of a service's package -> its OpenStack release, and what a release changes."""

import re

from wsgigen.catalog.model import RELEASES, Application, Service
from wsgigen.record import record


@record
class Installed:
    """One service as it is installed: its version, and the package or environment that says so.

    `modules` are those of its entrypoints, in any release, that exist; None if that was not seen.
    """

    service: Service
    version: str
    source: str
    modules: frozenset[str] | None = None

    @property
    def release(self) -> str | None:
        """The OpenStack release of that version; None if it does not tell."""
        return release_of(self.service, self.version)


def release_of(service: Service, version: str) -> str | None:
    """Return the OpenStack release of *version* of *service*; None if it does not tell.

    Source: Debian Policy, 5.6.12 (an epoch and a colon come first); PEP 440 (an epoch and `!`).
    """
    number = re.match(r"(?:[0-9]+[:!])?([0-9]+)\.", version)
    if number is None or service.first_version is None:
        return None
    since = int(number[1]) - service.first_version
    return RELEASES[since] if 0 <= since < len(RELEASES) else None


def application_in(service: Service, release: str) -> Application | None:
    """Return the application of *service* in *release*; None if it has no WSGI entrypoint."""
    at = RELEASES.index(release)
    applications = (
        application
        for application in service.applications
        if RELEASES.index(application.since) <= at <= RELEASES.index(application.until)
    )
    return next(applications, None)
