"""Plan and catalogue -> rows and JSON, for people to look at."""

from collections.abc import Iterator
from typing import Any

from wsgigen.catalog.model import NEWEST, OLDEST, Application, Service
from wsgigen.plan.model import Plan, Site
from wsgigen.registry import every

PLAN_HEADINGS = (
    "unit",
    "service",
    "address",
    "daemons",
    "client",
    "work",
    "balancer",
    "user",
    "manager",
)
_TIMEOUTS = ("request", "client", "work", "connection", "balancer", "startup", "drain")
#: What a narrow table can do without; the profile says it.
PLAN_SPARE = ("manager", "user", "daemons")
SERVICE_HEADINGS = ("service", "title", "port", "mode", "health", "threads")


def plan_rows(plan: Plan) -> Iterator[tuple[object, ...]]:
    """A row a site; daemons are processes x threads, times in seconds: see `Timeouts`."""
    for instance in plan.instances:
        for site in instance.sites:
            daemon, timeouts = site.daemon, site.timeouts
            size = f"{daemon.processes} x {daemon.threads}"
            address = " ".join(site.addresses)
            times = (timeouts.client, timeouts.work, timeouts.balancer)
            yield (
                instance.unit,
                site.service,
                address,
                size,
                *times,
                daemon.user or "-",
                instance.manager,
            )


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain values; times in seconds, sizes in bytes."""
    return {
        "profile": plan.profile,
        "layout": plan.layout,
        "platform": plan.platform.name,
        "instances": [
            {
                "name": instance.name,
                "unit": instance.unit,
                "manager": instance.manager,
                "config": str(instance.config),
                "max_request_workers": instance.capacity.max_request_workers
                if instance.dedicated
                else plan.platform.max_request_workers,
                "start_timeout": instance.start,
                "stop_timeout": instance.stop,
                "sites": [_site_json(site) for site in instance.sites],
            }
            for instance in plan.instances
        ],
        "notes": list(plan.notes),
    }


def _site_json(site: Site) -> dict[str, Any]:
    probe, timeouts = site.probe, site.timeouts
    return {
        "service": site.service,
        "url": site.url,
        "addresses": list(site.addresses),
        "port": site.port,
        "manager": site.manager,
        "mode": site.mode,
        "processes": site.daemon.processes,
        "threads": site.daemon.threads,
        "user": site.daemon.user or None,
        "health": {"path": probe.path, "statuses": list(probe.statuses)},
        "timeouts": {name: getattr(timeouts, name) for name in _TIMEOUTS},
        "companions": [one.name for one in site.companions],
    }


def services() -> tuple[Service, ...]:
    """The whole catalogue, by name."""
    return tuple(sorted(every("wsgigen.catalog.services", "SERVICE"), key=lambda one: one.name))


def service_rows() -> Iterator[tuple[object, ...]]:
    """A row a service."""
    for one in services():
        yield one.name, one.title, _known(one.port), _known(one.mode), _health(one), _threads(one)


def service_lines(one: Service) -> Iterator[tuple[str, str]]:
    """What is known of one service: a heading and its words, in the order a person asks."""
    yield "service", f"{one.name}: {one.title}"
    yield "project", f"{one.project} (PyPI: {one.distribution})"
    for application in one.applications:
        yield "application", f"{_application(application)}, {_releases(application)}"
    yield "port", _known(one.port)
    yield "mode", _known(one.mode)
    for family, account in sorted(one.accounts.items()):
        owner = f"{_known(account.user)}:{_known(account.group)}"
        yield (
            family,
            f"{owner}, package {_known(account.package)}, unit today {account.unit or 'none'}"
            f"{f', in {account.site}' if account.site else ''}",
        )
    yield "configuration", " ".join(one.config.files) or "unknown"
    for name, value in one.config.environment.items():
        yield "environment", f"{name}={value}"
    if one.config.note:
        yield "", one.config.note
    yield "health", _health(one)
    yield "timeout", f"{one.timeout} s"
    yield "request body", f"{one.max_body} bytes" if one.max_body else "unlimited"
    yield "chunked bodies", "yes" if one.chunked else "no"
    yield "encoded slashes", "yes" if one.encoded_slashes else "no"
    if one.needs_static:
        yield "static files", "Apache must serve them: give `static`"
    yield from _conditions(one)


def _conditions(one: Service) -> Iterator[tuple[str, str]]:
    for limit in one.thread_limits:
        yield (
            "threads",
            f"at most {limit.most} a process{'' if limit.until == NEWEST else f' through {limit.until}'}: {limit.why}",
        )
    for need in one.needs_to_start:
        yield "needs to start", need
    for need in one.needs:
        yield "needs to serve", need
    for companion in one.companions:
        yield (
            "outside Apache",
            f"{companion.name} ({_known(companion.mode)}){': ' + companion.note if companion.note else ''}",
        )
    for note in one.notes:
        yield "note", note


def _application(one: Application) -> str:
    if one.file:
        return f"the file {one.file} of {one.module}"
    return f"{one.module}:{one.name}" + ("" if one.call is None else f"({', '.join(one.call)})")


def _releases(one: Application) -> str:
    first = "" if one.since == OLDEST else f"from {one.since}"
    last = "" if one.until == NEWEST else f"through {one.until}"
    return " ".join(filter(None, (first, last))) or "every release"


def _known(value: object) -> str:
    return "unknown" if value is None else str(value)


def _health(one: Service) -> str:
    return (
        f"{one.health.path} {' '.join(map(str, one.health.statuses))}" if one.health else "unknown"
    )


def _threads(one: Service) -> str:
    return (
        "; ".join(
            f"{limit.most}{'' if limit.until == NEWEST else f' through {limit.until}'}"
            for limit in one.thread_limits
        )
        or "any"
    )
