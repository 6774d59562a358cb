"""Plan -> what is at stake: how far each action reaches, and how long a recovery takes. Times are seconds, sizes bytes."""

from collections.abc import Iterator
from dataclasses import dataclass

from wsgigen.catalog.choices import Manager
from wsgigen.catalog.model import Platform
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.times import PROBE_PAUSE, RESTART_DELAY
from wsgigen.profile.model import Cluster

#: Actions on one service of one node, as people speak of them.
ACTIONS = ("stop", "restart", "fail", "ban", "standby", "reload")

#: Proportional set size that is reached at least. Source: measured on Debian 12, mod_wsgi 4.9.4, one process of each of
#: Keystone, Placement and Glance 2026.1 and of a trivial application, and an httpd with its workers.
_OPENSTACK_PROCESS, _OTHER_PROCESS, _HTTPD = 95 * 1024**2, 4 * 1024**2, 4 * 1024**2

#: What Pacemaker's stop and start of a unit take, in seconds, beyond what the unit does. Source: measured on hosts, docs/evidence.md.
_HANDLES = 4


@dataclass(frozen=True)
class BlastRadius:
    """Who loses requests when something is done to `service`."""

    action: str
    service: str
    loses: tuple[str, ...]


@dataclass(frozen=True)
class Recovery:
    """How long until a service that is gone is started again, on average and at worst, and why. None: it is not noticed."""

    what: str
    by: Manager
    mean: float | None
    worst: float | None
    formula: str


@dataclass(frozen=True)
class Impact:
    """The numbers of one layout on one node."""

    reaches: tuple[BlastRadius, ...]
    recoveries: tuple[Recovery, ...]
    processes: int  #: of httpd, its workers and loggers as started, and the daemons
    memory: int  #: no less than this
    ports: tuple[int, ...]
    units: tuple[str, ...]

    def widest(self, action: str) -> BlastRadius:
        """The reach of *action* at its worst."""
        return max(
            (one for one in self.reaches if one.action == action), key=lambda one: len(one.loses)
        )


def impact(plan: Plan, cluster: Cluster) -> Impact:
    """What is at stake with *plan*."""
    sites = plan.sites
    return Impact(
        reaches=tuple(_reaches(plan)),
        recoveries=tuple(_recoveries(plan, cluster)),
        processes=sum(_processes(instance, plan.platform) for instance in plan.instances),
        memory=sum(memory(instance) for instance in plan.instances),
        ports=tuple(sorted({site.port for site in sites})),
        units=tuple(instance.unit for instance in plan.instances),
    )


def _reaches(plan: Plan) -> Iterator[BlastRadius]:
    """A unit is the smallest thing that systemd and Pacemaker stop; a reload replaces daemon processes one service at a time.

    A ban and a node's standby are Pacemaker's, and do nothing to what systemd manages. A service that fails is recycled
    alone where systemd's probe notices; Pacemaker recovers the unit. Source: the units that wsgigen builds, and
    ClusterLabs/pacemaker, lib/services/systemd.c (stop is StopUnit).
    """
    clustered = tuple(
        site.service
        for one in plan.instances
        if one.manager is Manager.PACEMAKER
        for site in one.sites
    )
    for instance in plan.instances:
        together = tuple(site.service for site in instance.sites)
        for site in instance.sites:
            pacemaker = instance.manager is Manager.PACEMAKER
            fail, ban = (together, together) if pacemaker else ((site.service,), ())
            reach = {
                "stop": together,
                "restart": together,
                "fail": fail,
                "ban": ban,
                "standby": clustered,
                "reload": (),
            }
            for action in ACTIONS:
                yield BlastRadius(action, site.service, reach[action])


def _recoveries(plan: Plan, cluster: Cluster) -> Iterator[Recovery]:
    """Yield how long it takes until a start begins; the start itself takes as long for both.

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
    formula = (
        f"monitor every N = {interval} s, and {_HANDLES} s to stop and start a unit:"
        f" mean N/2 + {_HANDLES}, worst N + {DEFAULT_TIMEOUT} s timeout + {_HANDLES}"
    )
    mean, worst = interval / 2 + _HANDLES, float(interval + DEFAULT_TIMEOUT + _HANDLES)
    yield Recovery("httpd is gone", Manager.PACEMAKER, mean, worst, formula)
    never = "never: a monitor of a systemd unit reads ActiveState only"
    yield Recovery("the API hangs", Manager.PACEMAKER, None, None, never)


def _ends(instance: Instance, site: Site) -> int:
    """How long daemon processes that hang take to end: in a shared httpd they are killed after the drain, and alone their httpd is
    restarted, which drains, and kills 10 s later what has not ended.
    """
    return site.timeouts.drain if instance.shared else instance.drain + 10


def _processes(instance: Instance, platform: Platform) -> int:
    """The parent, the workers that it starts with, two loggers for each site, and the daemons.

    Source: the configurations that wsgigen builds (StartServers 1, no logger for httpd's own log).
    """
    workers = instance.capacity.start_servers if instance.dedicated else platform.initial_workers
    return 1 + workers + sum(2 + site.daemon.processes for site in instance.sites)


def memory(instance: Instance) -> int:
    """What *instance* needs at least, once its applications are loaded."""
    return _HTTPD + sum(_memory(site) for site in instance.sites)


def _memory(site: Site) -> int:
    return site.daemon.processes * (_OPENSTACK_PROCESS if site.catalogued else _OTHER_PROCESS)
