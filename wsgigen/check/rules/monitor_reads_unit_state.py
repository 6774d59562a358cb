"""Pacemaker's monitor asks systemd whether the unit is active, and nothing asks the API.

What it checks
    In a live cluster, which services Pacemaker monitors by their unit. In a profile, which services
    that Pacemaker manages have a `health` that says how often to ask, when to give up or after how
    many failures.

Why it matters
    The monitor of a unit reads systemd's ActiveState. httpd stays active when an application cannot
    be imported, answers 500 or hangs, and when all its daemon processes are gone: Pacemaker shows
    it as started, on every node. This is so with one httpd for all services and with one for each.
    The `health` of a service that Pacemaker manages is asked while the unit starts, and never
    again.

Instead
    Let a load balancer ask the API and leave out what does not answer, as HAProxy's
    `option httpchk` does; or set `manager: systemd`, whose probe restarts what does not answer; or
    use an OCF agent that asks over HTTP.

Source
    ClusterLabs/pacemaker: lib/services/systemd.c (a monitor reads ActiveState)
    Run on Debian 12: an application that cannot be imported (500), daemon processes killed: the
    unit stayed active
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site
from wsgigen.profile.model import HealthRequest
from wsgigen.text.phrases import join_some

_NOTHING = HealthRequest()


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding for a live cluster; without one, one for each `health` without effect."""
    monitored = [
        primitive
        for primitive in api_primitives(view)
        if primitive.standard in ("systemd", "service", "lsb")
    ]
    if not view.has_cib_file:
        yield from _asked_only_at_start(view)
    elif monitored:
        yield Finding(
            f"the monitor of {join_some(primitive.id for primitive in monitored)} reads only the"
            " state of the unit: an API that hangs or answers 500 is not noticed",
            "let the load balancer ask the API, or set manager: systemd, whose probe asks it",
            monitored[0].at,
            tuple(name for primitive in monitored for name in served_services(view, primitive)),
        )


def _asked_only_at_start(view: ClusterView) -> Iterator[Finding]:
    for instance in view.instances:
        for site in instance.sites:
            if instance.manager is Manager.PACEMAKER and _says_how_to_ask(view, site):
                yield Finding(
                    f"{site.service} is asked for its health only at its start:"
                    " Pacemaker's monitor reads the state of the unit",
                    "set manager: systemd, whose probe asks that often,"
                    " or let the load balancer ask",
                    ("services", site.service, "health"),
                    (site.service,),
                )


def _says_how_to_ask(view: ClusterView, site: Site) -> bool:
    health = view.profile.services[site.service].health if view.profile else _NOTHING
    return (health.interval, health.timeout, health.failures) != (
        _NOTHING.interval,
        _NOTHING.timeout,
        _NOTHING.failures,
    )


RULE = Rule("monitor-reads-unit-state", __doc__, Severity.RISK, check)
