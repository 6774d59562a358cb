"""The version of a service's package -> the OpenStack release that it is of, and what a release changes."""

import re

from wsgigen.catalog.model import RELEASES, Application, Service
from wsgigen.record import record


@record
class Installed:
    """One service as a host has it: the version, and the package or virtual environment that says so.

    `modules` are those of its entrypoints, in any release, that are there; None where that could not be seen.
    """

    service: Service
    version: str
    source: str
    modules: frozenset[str] | None = None

    @property
    def release(self) -> str | None:
        """The OpenStack release of that version; None where versions of the service do not tell."""
        return release_of(self.service, self.version)


def release_of(service: Service, version: str) -> str | None:
    """Return the release that *version* of *service* is of; None where it does not tell, or is of none that is known here.

    Source: Debian Policy, 5.6.12 (an epoch and a colon come first); PEP 440 has its epoch before `!`.
    """
    number = re.match(r"(?:[0-9]+[:!])?([0-9]+)\.", version)
    if number is None or service.first_version is None:
        return None
    since = int(number[1]) - service.first_version
    return RELEASES[since] if 0 <= since < len(RELEASES) else None


def application_in(service: Service, release: str) -> Application | None:
    """Return how an entrypoint gets at *service* in *release*; None where it has no WSGI entrypoint there."""
    at = RELEASES.index(release)
    applications = (
        one
        for one in service.applications
        if RELEASES.index(one.since) <= at <= RELEASES.index(one.until)
    )
    return next(applications, None)
