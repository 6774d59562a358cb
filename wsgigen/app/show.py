"""A plan -> rows and JSON, for people to look at."""

from collections.abc import Iterator
from typing import Any

from wsgigen.plan.model import Instance, Plan, Site

HEADINGS = (
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
#: Columns that a narrow table can do without: the profile says them.
SPARE = ("manager", "user", "daemons")


def plan_rows(plan: Plan) -> Iterator[tuple[object, ...]]:
    """Yield a row for each site; daemons are processes x threads, times in seconds."""
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
    """Return *plan* as plain values; times in seconds, sizes in bytes."""
    return {
        "profile": plan.profile,
        "layout": plan.layout,
        "platform": plan.platform.name,
        "instances": [_instance_json(plan, instance) for instance in plan.instances],
        "notes": list(plan.notes),
    }


def _instance_json(plan: Plan, instance: Instance) -> dict[str, Any]:
    capacity = instance.capacity if instance.dedicated else plan.platform
    return {
        "name": instance.name,
        "unit": instance.unit,
        "manager": instance.manager,
        "config": str(instance.config),
        "max_request_workers": capacity.max_request_workers,
        "start_timeout": instance.start,
        "stop_timeout": instance.stop,
        "sites": [_site_json(site) for site in instance.sites],
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
        "companions": [companion.name for companion in site.companions],
    }
