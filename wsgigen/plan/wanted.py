"""One service of the profile, with the facts of the catalogue about it."""

from dataclasses import field, replace

from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Account, Config, Health, Platform, Service
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.errors import KeyPath, Problem, UserError, suggest
from wsgigen.profile.model import Profile, ServiceRequest
from wsgigen.record import record
from wsgigen.registry import every, find

_SERVICES = "wsgigen.catalog.services"
#: A user's application, before the profile says more.
_OWN = Service(
    name="", title="", project="", distribution="", applications=(), port=None, accounts={},
    config=Config(), health=Health("/", (200,)), mode=Mode.ACTIVE_ACTIVE, authorization=False,
)  # fmt: skip


@record
class ServiceInput:
    """One service of the profile, the facts about it, and the problems found so far."""

    profile: Profile
    platform: Platform
    name: str
    request: ServiceRequest
    facts: Service
    problems: list[Problem] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """The accounts and packages of the service in the platform's family."""
        return self.facts.accounts.get(self.platform.family, Account(None, None))

    def problem(self, message: str, fix: str, *keys: str) -> None:
        """Add a problem at a key of the service; resolving goes on only to find more."""
        self.problems.append(Problem(message, fix, ("services", self.name, *keys)))


def catalog_facts(name: str, request: ServiceRequest) -> Service:
    """Return the facts of the catalogue about *name*; of a user's application, common defaults.

    Raises UserError for a name that is neither.
    """
    key: KeyPath = ("services", name)
    service: Service | None = find(_SERVICES, name, "SERVICE")
    if service:
        return service
    if request.application:
        return replace(_OWN, name=name, title=name)
    for unsupported in UNSUPPORTED:
        if unsupported.name == name:
            message = f"{name} cannot run under mod_wsgi: {unsupported.why}"
            raise UserError([Problem(message, unsupported.instead, key)])
    near = suggest(name, (service.name for service in every(_SERVICES, "SERVICE")))
    fix = f"{near}; for an application of your own give application and port"
    raise UserError([Problem(f"{name} is not in the catalogue", fix, key)])
