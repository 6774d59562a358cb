"""The catalogue of services, for people to look at."""

from wsgigen.app.summary import services
from wsgigen.catalog.model import Service
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.registry import find


def service_called(name: str) -> Service:
    """Return the service of the catalogue called *name*.

    Raises UserError for one that is not there, with the reason if it cannot run under mod_wsgi.
    """
    service: Service | None = find("wsgigen.catalog.services", name, "SERVICE")
    if service:
        return service
    for unsupported in UNSUPPORTED:
        if unsupported.name == name:
            message = f"{name} cannot run under mod_wsgi: {unsupported.why}"
            raise UserError([Problem(message, unsupported.instead)])
    fix = suggest(name, (service.name for service in services()))
    raise UserError([Problem(f"{name} is not in the catalogue", fix)])
