"""Plan -> its impact: who is hit by each action, and how long a recovery takes.

Times are seconds, sizes bytes.
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.cluster.capacity import memory, processes
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.times import BRAKE_LONGEST, BRAKE_PAUSE, PROBE_PAUSE, RESTART_DELAY
from wsgigen.profile.model import Cluster
from wsgigen.record import record

#: Actions on one service of one node, as people speak of them.
ACTIONS = ("stop", "restart", "fail", "ban", "standby", "reload", "certificate", "upgrade")

#: Seconds from the start of a unit to the first answer of an application that imports at once: the
#: mean of the 120 in docs/evidence.md, and more than the longest, 0.67, of five such runs.
_START, _LONGEST_START = 0.3, 0.7
#: Seconds that Pacemaker's stop and start of a unit take beyond what the unit does. Source:
#: measured on hosts, docs/evidence.md.
_PACEMAKER_OVERHEAD = 4


@record
class BlastRadius:
    """The services that lose requests when *action* is done to `service`."""

    action: str
    service: str
    loses: tuple[str, ...]


@record
class Recovery:
    """The time in which clients get no answer after a failure, and why.

    `mean` and `worst` are None where the failure is never noticed.
    """

    failure: str
    by: Manager
    mean: float | None
    worst: float | None
    formula: str


@record
class Impact:
    """The numbers of one layout on one node."""

    blast_radii: tuple[BlastRadius, ...]
    recoveries: tuple[Recovery, ...]
    #: after the start: httpd, its MPM children, piped loggers and WSGI daemon processes
    processes: int
    memory: int  #: lower bound
    ports: tuple[int, ...]
    units: tuple[str, ...]

    def widest(self, action: str) -> BlastRadius:
        """Return the widest blast radius of *action*."""
        radii = (radius for radius in self.blast_radii if radius.action == action)
        return max(radii, key=lambda radius: len(radius.loses))


def impact(plan: Plan, cluster: Cluster) -> Impact:
    """Return the impact of *plan*."""
    return Impact(
        blast_radii=tuple(_blast_radii(plan)),
        recoveries=tuple(_recoveries(plan, cluster)),
        processes=sum(processes(instance, plan.platform) for instance in plan.instances),
        memory=sum(memory(instance) for instance in plan.instances),
        ports=tuple(sorted({site.port for site in plan.sites})),
        units=tuple(instance.unit for instance in plan.instances),
    )


def _blast_radii(plan: Plan) -> Iterator[BlastRadius]:
    """Return the services that each action on each service hits.

    A stop and a restart always hit the whole unit. A reload loses nothing: it hands over to a
    second httpd, or replaces the daemon processes. A new certificate, and an upgrade of the package
    httpd, are taken in by a handover, or else by a restart; the platform's own Apache is restarted
    by its package in any case, unless a platform is known not to. After a failed probe,
    systemd replaces the daemon processes of that service only; Pacemaker recovers the whole unit. A
    ban and a standby are Pacemaker's, and do nothing to what systemd manages.

    Source: the units that wsgigen builds; ClusterLabs/pacemaker, lib/services/systemd.c (stop is
    StopUnit).
    """
    clustered_services = tuple(
        site.service for instance, site in plan.placed if instance.manager is Manager.PACEMAKER
    )
    for instance in plan.instances:
        unit_services = tuple(site.service for site in instance.sites)
        is_clustered = instance.manager is Manager.PACEMAKER
        for site in instance.sites:
            loses = {
                "stop": unit_services,
                "restart": unit_services,
                "fail": unit_services if is_clustered else (site.service,),
                "ban": unit_services if is_clustered else (),
                "standby": clustered_services,
                "reload": (),
                "certificate": unit_services if site.tls and not instance.slots else (),
                "upgrade": unit_services if _upgrade_restarts(plan, instance) else (),
            }
            yield from (BlastRadius(action, site.service, loses[action]) for action in ACTIONS)


def _upgrade_restarts(plan: Plan, instance: Instance) -> bool:
    own = not instance.dedicated and plan.platform.restarts_httpd_on_upgrade is not False
    return own or not instance.slots


def _recoveries(plan: Plan, cluster: Cluster) -> Iterator[Recovery]:
    """Yield how long clients get no answer after each failure, and while httpd is restarted.

    An application that takes long to import adds that time, whoever starts it.

    Source: systemd.service(5), Restart= and RestartSec=; "Pacemaker Explained", operations: a
    monitor is due every interval after the one before, so a failure waits half of one on average.
    How long what hangs takes to end, and Pacemaker's stop and start of a unit: measured on hosts,
    docs/evidence.md.
    """
    by_systemd = [instance for instance in plan.instances if instance.manager is Manager.SYSTEMD]
    if by_systemd:
        yield from _systemd_recovers(by_systemd)
        yield _restart(by_systemd, Manager.SYSTEMD, 0)
    clustered = [instance for instance in plan.instances if instance.is_clustered]
    if clustered:
        yield from _pacemaker_recovers(cluster.monitor_interval)
        yield _restart(clustered, Manager.PACEMAKER, _PACEMAKER_OVERHEAD)


def _systemd_recovers(instances: list[Instance]) -> Iterator[Recovery]:
    restart = (
        f"RestartSec={RESTART_DELAY}, and {_START} s to start a unit, at most {_LONGEST_START};"
        f" each further failure in a row waits {BRAKE_PAUSE} to {BRAKE_LONGEST} s before"
    )
    mean, worst = RESTART_DELAY + _START, RESTART_DELAY + _LONGEST_START
    yield Recovery("httpd is gone", Manager.SYSTEMD, mean, worst, restart)
    probe, kill_delay = max(
        (
            (site.probe, _kill_delay(instance, site))
            for instance in instances
            for site in instance.sites
        ),
        key=lambda pair: pair[0].interval + pair[0].patience + pair[1],
    )
    after_probe = probe.patience + kill_delay
    formula = (
        f"probe every N = {probe.interval} s, {probe.failures} requests of {probe.timeout} s,"
        f" {PROBE_PAUSE} s apart, and {kill_delay} s until what hangs has ended:"
        f" mean N/2 + {after_probe}, worst N + {after_probe}"
    )
    mean, worst = probe.interval / 2 + after_probe, float(probe.interval + after_probe)
    yield Recovery("the API hangs", Manager.SYSTEMD, mean, worst, formula)


def _pacemaker_recovers(interval: int) -> Iterator[Recovery]:
    timeout, overhead = DEFAULT_TIMEOUT, _PACEMAKER_OVERHEAD
    formula = (
        f"monitor every N = {interval} s, and {overhead} s to stop and start a unit:"
        f" mean N/2 + {overhead}, worst N + {timeout} s timeout + {overhead}"
    )
    mean, worst = interval / 2 + overhead, float(interval + timeout + overhead)
    yield Recovery("httpd is gone", Manager.PACEMAKER, mean, worst, formula)
    never = "never: a monitor of a systemd unit reads ActiveState only"
    yield Recovery("the API hangs", Manager.PACEMAKER, None, None, never)


def _restart(instances: list[Instance], by: Manager, overhead: int) -> Recovery:
    """Return how long the instance with the longest drain refuses connections when restarted."""
    drain = max(instance.drain for instance in instances)
    start = overhead or _START
    formula = (
        f"until what it has taken is answered, at most drain = {drain} s, and {start} s to start:"
        f" mean {start} with no request under way, worst drain + {start}"
    )
    return Recovery("httpd is restarted", by, start, drain + start, formula)


def _kill_delay(instance: Instance, site: Site) -> int:
    """Return the seconds until daemon processes that hang are gone.

    If several services share the httpd, their processes are killed after the drain. If the service
    has the httpd for itself, httpd is restarted: it drains, and kills what is left 10 s later.
    """
    return site.timeouts.drain if instance.serves_several else instance.drain + 10
