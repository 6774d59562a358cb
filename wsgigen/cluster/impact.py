"""Plan -> its impact: who is hit by each action, and how long a recovery takes.

Times are seconds, sizes bytes.
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.cluster.capacity import memory, processes
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.times import PROBE_PAUSE, RESTART_DELAY
from wsgigen.profile.model import Cluster
from wsgigen.record import record

#: Actions on one service of one node, as people speak of them.
ACTIONS = ("stop", "restart", "fail", "ban", "standby", "reload")

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
    """The time until a service that failed is started again, and why.

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
    processes: int  #: of httpd, its workers and loggers as started, and the daemons
    memory: int  #: no less than this
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

    A unit is the smallest thing that systemd and Pacemaker stop; a reload replaces daemon processes
    one service at a time. A ban and a node's standby are Pacemaker's, and do nothing to what
    systemd manages. A service that fails is recycled alone where systemd's probe notices; Pacemaker
    recovers the unit. Source: the units that wsgigen builds, and ClusterLabs/pacemaker,
    lib/services/systemd.c (stop is StopUnit).
    """
    clustered = tuple(
        site.service for instance, site in plan.placed if instance.manager is Manager.PACEMAKER
    )
    for instance in plan.instances:
        unit = tuple(site.service for site in instance.sites)
        is_clustered = instance.manager is Manager.PACEMAKER
        for site in instance.sites:
            loses = {
                "stop": unit,
                "restart": unit,
                "fail": unit if is_clustered else (site.service,),
                "ban": unit if is_clustered else (),
                "standby": clustered,
                "reload": (),
            }
            yield from (BlastRadius(action, site.service, loses[action]) for action in ACTIONS)


def _recoveries(plan: Plan, cluster: Cluster) -> Iterator[Recovery]:
    """Return how long it takes until a start begins.

    The start itself takes as long for both managers.

    Source: systemd.service(5), Restart= and RestartSec=; "Pacemaker Explained", operations: a
    monitor is due every interval after the one before, so a failure waits half of one on average.
    How long what hangs takes to end, and Pacemaker's stop and start of a unit: measured on hosts,
    docs/evidence.md.
    """
    by_systemd = [instance for instance in plan.instances if instance.manager is Manager.SYSTEMD]
    if by_systemd:
        yield from _systemd_recovers(by_systemd)
    if len(by_systemd) < len(plan.instances):
        yield from _pacemaker_recovers(cluster.monitor_interval)


def _systemd_recovers(instances: list[Instance]) -> Iterator[Recovery]:
    delay = float(RESTART_DELAY)
    restart = f"RestartSec={RESTART_DELAY}"
    yield Recovery("httpd is gone", Manager.SYSTEMD, delay, delay, restart)
    probe, ends = max(
        ((site.probe, _ends(instance, site)) for instance in instances for site in instance.sites),
        key=lambda pair: pair[0].interval + pair[0].patience + pair[1],
    )
    asks = probe.patience + ends
    formula = (
        f"probe every N = {probe.interval} s, {probe.failures} requests of {probe.timeout} s,"
        f" {PROBE_PAUSE} s apart, and {ends} s until what hangs has ended:"
        f" mean N/2 + {asks}, worst N + {asks}"
    )
    mean, worst = probe.interval / 2 + asks, float(probe.interval + asks)
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


def _ends(instance: Instance, site: Site) -> int:
    """Return how long daemon processes that hang take to end.

    In a shared httpd they are killed after the drain; alone their httpd is restarted, which drains,
    and kills 10 s later what has not ended.
    """
    return site.timeouts.drain if instance.shared else instance.drain + 10
