"""Sites -> instances: their units, files, capacity, modules and timeouts."""

import math
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Manager, Reload
from wsgigen.catalog.model import Platform
from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.model import Capacity, Instance, Site, Slot

#: The first is that of each start. The second is also the name of a -D option of httpd.
SLOT_NAMES = ("a", "b")
#: Threads of one httpd worker process, httpd's own default.
_THREADS = 25


def directory(platform: Platform, spec: InstanceSpec) -> PurePosixPath:
    """Return the directory of the vhosts of *spec*."""
    return platform.etc / spec.name if spec.dedicated else platform.vhost_dir


def instance(
    platform: Platform,
    spec: InstanceSpec,
    sites: tuple[Site, ...],
    reload: Reload,
    *,
    proxied: bool,
) -> Instance:
    """Return the instance of *spec*; Pacemaker manages all of it if it manages one service."""
    drain = max(site.timeouts.drain for site in sites)
    return Instance(
        name=spec.name,
        unit=f"wsgi-{spec.name}.service" if spec.dedicated else platform.httpd_unit,
        dedicated=spec.dedicated,
        manager=Manager.PACEMAKER
        if any(site.manager is Manager.PACEMAKER for site in sites)
        else Manager.SYSTEMD,
        sites=sites,
        config=platform.etc / f"{spec.name}/httpd.conf"
        if spec.dedicated
        else platform.conf_dir / "00-wsgigen.conf",
        run=platform.run / spec.name,
        logs=platform.log / spec.name,
        capacity=_capacity(sum(site.daemon.processes * site.daemon.threads for site in sites)),
        modules=tuple(_modules(platform, sites, proxied=proxied)),
        drain=drain,
        stop=drain + 30,
        start=max(site.timeouts.startup for site in sites) + 10 + 5 * len(sites),
        slots=_slots(spec.name) if reload is Reload.HANDOVER and platform.privileged else (),
    )


def _slots(name: str) -> tuple[Slot, Slot]:
    """Return the slots of the instance *name*, with addresses that hardly any other one has.

    They are of 127.64.0.0/10. If two instances of a host had the same and the same port, each would
    see by the name in the answer that the other one answered.
    """
    number = zlib.crc32(name.encode()) & 0x1FFFFF
    address = f"127.{64 + (number >> 15)}.{number >> 7 & 255}"
    last = 2 * (number & 127)
    first, second = SLOT_NAMES
    return Slot(first, f"{address}.{last}", "."), Slot(second, f"{address}.{last + 1}", second)


def _capacity(threads: int) -> Capacity:
    """Return room for the requests that *threads* run, half as many in queues, and probes.

    Source: GrahamDumpleton/mod_wsgi, src/server/management, how mod_wsgi-express sizes its MPM from
    processes and threads; spare threads are multiples of a worker's threads (mod_wsgi issue 696).
    """
    wanted = 10 + max(10, math.ceil(1.5 * threads))
    servers = max(2, math.ceil(wanted / _THREADS))
    return Capacity(
        start_servers=1,
        server_limit=servers + 2,
        threads_per_child=_THREADS,
        max_request_workers=servers * _THREADS,
        min_spare_threads=_THREADS,
        max_spare_threads=3 * _THREADS,
    )


def _modules(platform: Platform, sites: tuple[Site, ...], *, proxied: bool) -> Iterator[str]:
    """Yield the modules whose directives are used, and no others."""
    yield from ("mpm_event", "unixd", "log_config", "logio", "authz_core")
    yield from ("headers", "setenvif", "reqtimeout", "unique_id")
    if proxied:
        yield "remoteip"
    if any(site.static for site in sites):
        yield from ("alias", "mime")
    if any(site.tls for site in sites):
        yield from ("socache_shmcb", "ssl")
    yield "wsgi"
