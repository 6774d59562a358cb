"""The catalogue of services -> rows and lines, for people to look at."""

from collections.abc import Iterator

from wsgigen.catalog.model import NEWEST, OLDEST, Application, Service
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.registry import every, find

HEADINGS = ("service", "title", "port", "mode", "health", "threads")


def services() -> tuple[Service, ...]:
    """Return the whole catalogue, by name."""
    catalogue = every("wsgigen.catalog.services", "SERVICE")
    return tuple(sorted(catalogue, key=lambda service: service.name))


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


def service_rows() -> Iterator[tuple[object, ...]]:
    """Yield a row for each service of the catalogue."""
    for service in services():
        yield (
            service.name,
            service.title,
            _or_unknown(service.port),
            _or_unknown(service.mode),
            _health(service),
            _threads(service),
        )


def service_lines(service: Service) -> Iterator[tuple[str, str]]:
    """Yield the facts of *service*, a heading and its words each, in the order a person asks."""
    yield "service", f"{service.name}: {service.title}"
    yield "project", f"{service.project} (PyPI: {service.distribution})"
    for application in service.applications:
        yield "application", f"{_application(application)}, {_releases(application)}"
    yield "port", _or_unknown(service.port)
    yield "mode", _or_unknown(service.mode)
    yield from _accounts(service)
    yield from _configuration(service)
    yield "health", _health(service)
    yield "timeout", f"{service.timeout} s"
    yield "request body", f"{service.max_body} bytes" if service.max_body else "unlimited"
    yield "chunked bodies", "yes" if service.chunked else "no"
    yield "encoded slashes", "yes" if service.encoded_slashes else "no"
    if service.needs_static:
        yield "static files", "Apache must serve them: give `static`"
    yield from _conditions(service)


def _accounts(service: Service) -> Iterator[tuple[str, str]]:
    for family, account in sorted(service.accounts.items()):
        owner = f"{_or_unknown(account.user)}:{_or_unknown(account.group)}"
        package = _or_unknown(account.package)
        unit = account.unit or "none"
        site = f", in {account.site}" if account.site else ""
        yield family, f"{owner}, package {package}, unit today {unit}{site}"


def _configuration(service: Service) -> Iterator[tuple[str, str]]:
    yield "configuration", " ".join(service.config.files) or "unknown"
    for name, value in service.config.environment.items():
        yield "environment", f"{name}={value}"
    if service.config.note:
        yield "", service.config.note


def _conditions(service: Service) -> Iterator[tuple[str, str]]:
    for limit in service.thread_limits:
        until = "" if limit.until == NEWEST else f" through {limit.until}"
        yield "threads", f"at most {limit.most} a process{until}: {limit.why}"
    for need in service.needs_to_start:
        yield "needs to start", need
    for need in service.needs:
        yield "needs to serve", need
    for companion in service.companions:
        note = f": {companion.note}" if companion.note else ""
        yield "outside Apache", f"{companion.name} ({_or_unknown(companion.mode)}){note}"
    for note in service.notes:
        yield "note", note


def _application(application: Application) -> str:
    if application.file:
        return f"the file {application.file} of {application.module}"
    call = "" if application.call is None else f"({', '.join(application.call)})"
    return f"{application.module}:{application.name}{call}"


def _releases(application: Application) -> str:
    first = "" if application.since == OLDEST else f"from {application.since}"
    last = "" if application.until == NEWEST else f"through {application.until}"
    return " ".join(filter(None, (first, last))) or "every release"


def _or_unknown(value: object) -> str:
    return "unknown" if value is None else str(value)


def _health(service: Service) -> str:
    if not service.health:
        return "unknown"
    return " ".join((service.health.path, *map(str, service.health.statuses)))


def _threads(service: Service) -> str:
    limits = (
        str(limit.most) if limit.until == NEWEST else f"{limit.most} through {limit.until}"
        for limit in service.thread_limits
    )
    return "; ".join(limits) or "any"
