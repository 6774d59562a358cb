"""The plan: what will be deployed. Sizes are bytes, times seconds, paths of the target host."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from wsgigen.catalog.choices import LayoutName, Manager, Mode
from wsgigen.catalog.model import Application, Companion, Platform
from wsgigen.plan.times import PROBE_PAUSE
from wsgigen.profile.model import Logs
from wsgigen.record import record


@record
class Entrypoint:
    """One `.wsgi` file: the application that it imports; `arguments` is all of `sys.argv`."""

    application: Application
    environment: Mapping[str, str]
    arguments: tuple[str, ...]


@record
class Timeouts:
    """The timeouts of one site, from the key `timeout`: request < client < connection < balancer.

    A process shuts down when its requests have taken `request` on average over its threads, and
    then has `drain` to finish them. So a request that is alone in a process of several threads goes
    on until `work`, long after its client was answered.
    """

    request: int  #: mod_wsgi's request-timeout
    #: the longest that a client waits for an answer; then it gets 504: mod_wsgi's socket-timeout
    client: int
    #: the longest that a request which is alone in its process goes on; then the process is killed
    work: int
    connection: int  #: httpd's Timeout
    balancer: int  #: what a load balancer has to wait at least, so that it never gives up first
    startup: int
    drain: int


@record
class Daemon:
    """One daemon process group; `user` and `group` are "" if httpd itself is unprivileged."""

    name: str
    processes: int
    threads: int
    user: str
    group: str
    supplementary_groups: tuple[str, ...]
    home: PurePosixPath
    umask: str
    venv: PurePosixPath | None
    python_path: tuple[str, ...]
    header_buffer: int


@record
class Certificate:
    """The TLS of one site; `ciphers` is a system policy, or "" for Mozilla's intermediate."""

    certificate: str
    key: str
    client_ca: str | None
    hsts: int | None
    ciphers: str


@record
class Probe:
    """The request that shows that a site is healthy, and how many failures mean a restart."""

    address: str
    port: int
    host: str
    tls: bool
    path: str
    statuses: tuple[int, ...]
    interval: int
    timeout: int
    failures: int

    @property
    def patience(self) -> int:
        """Return for how many seconds the program `probe` asks until it fails."""
        return self.failures * (self.timeout + PROBE_PAUSE) - PROBE_PAUSE


@record
class Site:
    """One service on one port: a vhost and its daemon process group."""

    service: str
    title: str
    server_name: str
    addresses: tuple[str, ...]  #: of the vhost, with the port
    listens: tuple[str, ...]  #: what is not yet listened on
    #: the `-D` with which the platform listens there already; "" if it never does
    listens_unless: str
    port: int
    tls: Certificate | None
    entry: Entrypoint
    daemon: Daemon
    timeouts: Timeouts
    probe: Probe
    max_body: int
    max_header: int
    max_fields: int | None
    chunked: bool
    encoded_slashes: bool
    authorization: bool
    static: Mapping[str, str]
    writable: tuple[str, ...]
    escalates: bool
    memory: int | None
    manager: Manager
    mode: Mode
    package: str | None
    catalogued: bool  #: it is a service of the catalogue
    needs: tuple[str, ...]  #: what the import waits for
    companions: tuple[Companion, ...]
    vhost: PurePosixPath
    script: PurePosixPath
    logs: PurePosixPath  #: directory

    @property
    def url(self) -> str:
        """The URL at which this host reaches the site."""
        address = f"[{self.probe.address}]" if ":" in self.probe.address else self.probe.address
        return f"{'https' if self.tls else 'http'}://{address}:{self.port}"

    @property
    def directories(self) -> tuple[str, ...]:
        """Return the directories that tmpfiles.d makes for the site, which needs no line for /."""
        needed = dict.fromkeys((str(self.daemon.home), *self.writable))
        return tuple(directory for directory in needed if directory != "/")


@record
class Capacity:
    """How many requests the workers of httpd hold at once (event MPM)."""

    start_servers: int  #: child processes that httpd starts with
    server_limit: int
    threads_per_child: int
    max_request_workers: int
    min_spare_threads: int
    max_spare_threads: int


@record
class Slot:
    """One of the two places for a generation of an instance.

    A reload starts the new one in b if the old one is in a, and the other way round.
    """

    name: str
    #: of loopback; only this generation listens there, at the ports of the sites
    address: str
    #: its directory, below that of the instance: "." for the first. A program that knows no slots,
    #: and reads a path of the configuration without this word, finds the files of the first.
    path: str


@record
class Instance:
    """One httpd process tree behind one unit; not `dedicated` if it is the platform's Apache."""

    name: str
    unit: str
    dedicated: bool
    manager: Manager
    sites: tuple[Site, ...]
    config: PurePosixPath
    run: PurePosixPath
    logs: PurePosixPath
    capacity: Capacity
    modules: tuple[str, ...]  #: identifiers without `_module`, in the order they are loaded
    drain: int
    stop: int  #: systemd's TimeoutStopSec
    start: int  #: how long a start waits until every API answers
    slots: tuple[Slot, ...]  #: the first is that of each start; none if a reload is no handover

    @property
    def start_or_reload(self) -> int:
        """Return systemd's TimeoutStartSec, which bounds a reload, too: it waits as a stop does.

        A handover first waits for the new generation, as a start does.
        """
        return self.start + self.stop + 10 if self.slots else max(self.start, self.stop + 10)

    @property
    def runtime_directories(self) -> tuple[PurePosixPath, ...]:
        """Return the directories that systemd creates at a start, parents first."""
        return tuple(dict.fromkeys((self.run, *(self.run / slot.path for slot in self.slots))))

    @property
    def verb(self) -> str:
        """Return the command of systemctl by which httpd takes in a changed configuration."""
        return "reload" if self.slots else "restart"

    @property
    def is_renewable(self) -> bool:
        """Return whether wsgigen's own units may reload it whenever its files are replaced."""
        return bool(self.slots) and not self.is_clustered

    @property
    def certificates(self) -> tuple[str, ...]:
        """Return the paths of certificates and keys that httpd reads, each once."""
        tls = [site.tls for site in self.sites if site.tls]
        paths = [path for one in tls for path in (one.certificate, one.key, one.client_ca)]
        return tuple(dict.fromkeys(path for path in paths if path))

    @property
    def is_clustered(self) -> bool:
        """Return whether Pacemaker starts and stops the unit."""
        return self.manager is Manager.PACEMAKER

    @property
    def serves_several(self) -> bool:
        """Return whether the unit serves more than one service."""
        return len(self.sites) > 1


@record
class Plan:
    """The deployment of one host."""

    profile: str
    layout: LayoutName
    platform: Platform
    server_name: str
    instances: tuple[Instance, ...]
    trusted_proxies: tuple[str, ...]
    logs: Logs
    available: frozenset[str]  #: directives and options that the platform's versions have
    notes: tuple[str, ...]  #: what a person should know

    @property
    def sites(self) -> tuple[Site, ...]:
        """All sites, in the order of the instances."""
        return tuple(site for instance in self.instances for site in instance.sites)

    @property
    def placed(self) -> tuple[tuple[Instance, Site], ...]:
        """All sites with their instances, in the same order."""
        return tuple((instance, site) for instance in self.instances for site in instance.sites)
