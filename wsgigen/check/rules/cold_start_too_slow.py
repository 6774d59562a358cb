"""After a boot, the applications take longer to load than a start may take.

What it checks
    The processes of the catalogue's services x 3 s of processor time, divided by
    `host: {cpus: ...}`, take no longer than the shortest `startup_timeout` of these services.

Why it matters
    After a boot all units start at once, and every daemon process imports its application for
    itself. The shortest start timeout ends while its service still waits for a processor: systemd
    starts that unit again, which adds to the load. Under Pacemaker, a start that fails bans the
    resource from the node for good, unless start-failure-is-fatal is false.

Instead
    Set a longer `startup_timeout`, use fewer processes, or add processors.

Source
    Measured on Debian 12 with 2 processors, Keystone, Placement and Glance 2026.1: a first import
    takes 2 to 4 s, and 8 to 11 s when three services start at once, with two processes each
    "Pacemaker Explained", Cluster Options, start-failure-is-fatal; systemd.service(5),
    TimeoutStartSec=
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView

#: Seconds of processor time that a process takes to import its application.
_IMPORT = 3


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding."""
    cpus = view.profile.host.cpus if view.profile else None
    sites = [site for site in view.sites if site.catalogued]
    if not cpus or not sites:
        return
    processes = sum(site.daemon.processes for site in sites)
    needed = processes * _IMPORT / cpus
    late = [site for site in sites if site.timeouts.startup < needed]
    if late:
        shortest = min(site.timeouts.startup for site in late)
        yield Finding(
            f"{processes} processes take about {needed:.0f} s to load on {cpus} processors,"
            f" but the first start times out after {shortest} s",
            f"set startup_timeout to {2 * round(needed)}s or more, or use fewer processes",
            ("host", "cpus"),
            tuple(site.service for site in late),
        )


RULE = Rule("cold-start-too-slow", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.CPUS))
