"""Pacemaker's monitor asks systemd whether the unit is active, and nobody asks the API.

What it checks
    Which services Pacemaker watches by a unit: all in a cluster that runs; in a profile, those whose `health` says how often to
    ask, when to give up or after how many failures.

Why it matters
    The monitor of a unit reads systemd's ActiveState. httpd stays active when an application cannot be imported, answers 500 or hangs,
    and when every daemon process of it is gone: Pacemaker shows it started, on every node. That is so with one httpd for all
    and with one for each. The `health` of a service that Pacemaker manages is asked while the unit starts, and never again.

Instead
    A load balancer that asks the API and leaves out what does not answer, as HAProxy's `option httpchk`; or
    `manager: systemd`, whose probe restarts what does not answer; or an OCF agent that asks over HTTP.

Source
    ClusterLabs/pacemaker: lib/services/systemd.c (a monitor reads ActiveState)
    Run on Debian 12: an application that cannot be imported (500), daemon processes killed: the unit stayed active
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.profile.model import HealthRequest
from wsgigen.text.phrases import join_some

_NOTHING = HealthRequest()


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding for a cluster that runs; without one, a finding for each service whose profile expects more."""
    watched = [one for one in apis(view) if one.standard in ("systemd", "service", "lsb")]
    if not view.is_live:
        yield from _unasked(view)
    elif watched:
        yield Finding(
            f"{join_some(one.id for one in watched)}: the monitor reads the state of the unit,"
            " so an API that hangs or answers 500 stays as it is",
            "let the load balancer ask the API, or set manager: systemd, whose probe does",
            watched[0].at,
            tuple(name for one in watched for name in served(view, one)),
        )


def _unasked(view: ClusterView) -> Iterator[Finding]:
    for site in (
        site
        for instance in view.instances
        if instance.manager == "pacemaker"
        for site in instance.sites
    ):
        wish = view.profile.services[site.service].health if view.profile else _NOTHING
        if (wish.interval, wish.timeout, wish.failures) != (
            _NOTHING.interval,
            _NOTHING.timeout,
            _NOTHING.failures,
        ):
            yield Finding(
                f"the health of {site.service} is asked at its start only: Pacemaker's monitor reads the state of the unit",
                "set manager: systemd, whose probe asks that often, or let the load balancer ask",
                ("services", site.service, "health"),
                (site.service,),
            )


RULE = Rule("monitor-reads-unit-state", __doc__, Severity.RISK, check)
