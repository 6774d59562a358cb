"""A service as the profile asks for it, beside what is known of it."""

from dataclasses import field, replace

from wsgigen.catalog.choices import Mode
from wsgigen.catalog.model import Account, Config, Health, Platform, Service
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.errors import KeyPath, Problem, UserError, suggest
from wsgigen.profile.model import Profile, ServiceRequest
from wsgigen.record import record
from wsgigen.registry import every, find

_SERVICES = "wsgigen.catalog.services"
#: The user's own application, before the profile says more.
_OWN = Service(
    name="", title="", project="", distribution="", applications=(), port=None, accounts={}, config=Config(),
    health=Health("/", (200,)), mode=Mode.ACTIVE_ACTIVE, authorization=False,
)  # fmt: skip


@record
class ServiceInput:
    """A service as the profile asks for it, with what is known of it."""

    profile: Profile
    platform: Platform
    name: str
    request: ServiceRequest
    known: Service
    problems: list[Problem] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """How the platform's family packages the service."""
        return self.known.accounts.get(self.platform.family, Account(None, None))

    def wrong(self, message: str, fix: str, *keys: str) -> None:
        """Note a problem at a key of the service; what is resolved further has no use but to find more."""
        self.problems.append(Problem(message, fix, ("services", self.name, *keys)))


def known(name: str, request: ServiceRequest) -> Service:
    """What the catalogue says of *name*; a service of the user's own when `application` is given."""
    where: KeyPath = ("services", name)
    service: Service | None = find(_SERVICES, name, "SERVICE")
    if service:
        return service
    if request.application:
        return replace(_OWN, name=name, title=name)
    for refused in UNSUPPORTED:
        if refused.name == name:
            raise UserError(
                [
                    Problem(
                        f"{name} cannot run under mod_wsgi: {refused.why}", refused.instead, where
                    )
                ]
            )
    fix = f"{suggest(name, (one.name for one in every(_SERVICES, 'SERVICE')))}; for an application of your own give application and port"
    raise UserError([Problem(f"{name} is not in the catalogue", fix, where)])
