"""Every key of a profile: what it may hold, its default and a sentence on it.

The loader, the JSON Schema and the key reference are all made from these classes.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from wsgigen.catalog.choices import Components, Manager, Mode, Reload
from wsgigen.profile import kinds
from wsgigen.profile.value_type import ValueType
from wsgigen.record import record

_REQUIRED = object()


@record
class Key:
    """The type of a key of a profile, and its sentence."""

    about: str
    value_type: ValueType | type  #: of a scalar, or a record
    is_list: bool = False  #: of such values; a single one will do
    names: ValueType | None = None  #: of a mapping to such values, or to lists of them
    may_be_false: bool = False
    shown: str = ""  #: in the reference: what stands in where the key is not written
    may_repeat: bool = False  #: a list may hold a value twice
    non_empty: bool = False  #: a list holds at least one


def setting(about: str, value_type: ValueType | type, default: Any = _REQUIRED, **more: Any) -> Any:
    """Return a field of a record; without a *default* its key is required.

    *more* is the rest of the Key.
    """
    metadata = {"key": Key(about, value_type, **more)}
    if default is _REQUIRED:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@record
class Tls:
    """How a site speaks TLS."""

    certificate: str = setting("PEM file with the certificate and what it chains to.", kinds.PATH)
    key: str = setting("PEM file with the private key; root alone need read it.", kinds.PATH)
    client_ca: str | None = setting(
        "PEM file of the authorities that clients' certificates must come from; without it no"
        " client certificate is asked for.",
        kinds.PATH,
        None,
    )
    hsts: int | None = setting(
        "Send Strict-Transport-Security with this age; APIs rarely want it.", kinds.DURATION, None
    )
    policy: str | None = setting(
        "`intermediate`: Mozilla's intermediate configuration; `platform`: the distribution's"
        " crypto policy.",
        kinds.POLICY,
        None,
        shown="`platform` where the platform has a crypto policy, else `intermediate`",
    )


@record
class HealthRequest:
    """The request that shows that an API is healthy."""

    path: str | None = setting(
        "Path of the URL to request.",
        kinds.URL_PATH,
        None,
        shown="the catalogue's; `/` for other applications",
    )
    statuses: tuple[int, ...] | None = setting(
        "HTTP statuses that mean healthy.",
        kinds.STATUS,
        None,
        is_list=True,
        non_empty=True,
        shown="the catalogue's; `[200]` for other applications",
    )
    interval: int = setting("Time between two probes.", kinds.DURATION, 10)
    timeout: int = setting("Time that one probe may take.", kinds.DURATION, 5)
    failures: int = setting(
        "Probes in a row that must fail before the service is restarted.", kinds.FAILURES, 3
    )


@record
class ServiceRequest:
    """One service: everything not written comes from the catalogue, then from the defaults here."""

    application: str | None = setting(
        "WSGI application: `module:object`, or `module:factory()` for a callable without"
        " arguments that makes it.",
        kinds.APPLICATION,
        None,
        shown="the catalogue's for the release",
    )
    port: int | None = setting("TCP port.", kinds.PORT, None, shown="the catalogue's")
    listen: tuple[str, ...] | None = setting(
        "Addresses to listen on.",
        kinds.ADDRESS,
        None,
        is_list=True,
        non_empty=True,
        shown="the profile's",
    )
    server_name: str | None = setting(
        "Host name that clients use.", kinds.HOST, None, shown="the profile's"
    )
    user: str | None = setting(
        "Account that the daemon processes run as; never root.",
        kinds.ACCOUNT,
        None,
        shown="the catalogue's for the platform",
    )
    group: str | None = setting(
        "Group that the daemon processes run as.",
        kinds.ACCOUNT,
        None,
        shown="the catalogue's, else the user's name",
    )
    supplementary_groups: tuple[str, ...] = setting(
        "More groups for the daemon processes.", kinds.ACCOUNT, (), is_list=True
    )
    home: str | None = setting(
        "Working directory of the daemon processes.", kinds.PATH, None, shown="`/var/lib/<user>`"
    )
    umask: str = setting("Umask of the daemon processes, in quotes.", kinds.UMASK, "0027")
    venv: str | None = setting(
        "Virtual environment that holds the application; its Python must be of the version that"
        " mod_wsgi was built for.",
        kinds.PATH,
        None,
        shown="the profile's, else the platform's Python",
    )
    python_path: tuple[str, ...] = setting(
        "Directories to import from before all others; `wsgigen run` looks in the profile's own"
        " directory too.",
        kinds.PATH,
        (),
        is_list=True,
    )
    processes: int = setting("Daemon processes.", kinds.PROCESSES, 2)
    threads: int | None = setting(
        "Threads in each process; refused above what the service tolerates.",
        kinds.THREADS,
        None,
        shown="1 for the catalogue's services, 5 for others",
    )
    timeout: int | None = setting(
        "Time that one request should take at most; every other timeout is derived from it. Its"
        " client is answered within 10 s"
        " more, by 504 if need be; the work may go on for longer: `wsgigen show` prints how long.",
        kinds.DURATION,
        None,
        shown="the catalogue's, else `60s`",
    )
    startup_timeout: int = setting(
        "Longest time until the application is loaded and healthy.", kinds.DURATION, 60
    )
    drain: int = setting(
        "How long a reload or a stop waits for requests that run.", kinds.DURATION, 30
    )
    memory: int | None = setting(
        "Memory that the service may use; a shared instance is limited to the sum, when every"
        " service of it has one.",
        kinds.SIZE,
        None,
        shown="no limit",
    )
    max_body: int | None = setting(
        "Largest request body, or `unlimited`.",
        kinds.BODY,
        None,
        shown="the catalogue's, else `10MiB`",
    )
    max_header: int = setting("Largest header field of a request.", kinds.SIZE, 16384)
    chunked: bool | None = setting(
        "Accept chunked request bodies.", kinds.FLAG, None, shown="the catalogue's, else `false`"
    )
    encoded_slashes: bool | None = setting(
        "Pass %2F in a path on to the application.",
        kinds.FLAG,
        None,
        shown="the catalogue's, else `false`",
    )
    authorization: bool | None = setting(
        "Pass the Authorization header on to the application.",
        kinds.FLAG,
        None,
        shown="`true` for the catalogue's services, else `false`",
    )
    environment: Mapping[str, str] = setting(
        "Variables to set before the application is imported.",
        kinds.WORDS,
        {},
        names=kinds.VARIABLE,
    )
    arguments: tuple[str, ...] | None = setting(
        "`sys.argv[1:]` that the application finds.",
        kinds.WORDS,
        None,
        is_list=True,
        may_repeat=True,
        shown="the catalogue's",
    )
    config_files: tuple[str, ...] | None = setting(
        "Configuration files, handed over the way the service finds them.",
        kinds.PATH,
        None,
        is_list=True,
        shown="the catalogue's",
    )
    static: Mapping[str, str] = setting(
        "Directories that Apache serves itself: path of the URL to directory.",
        kinds.PATH,
        {},
        names=kinds.URL_PATH,
    )
    writable: tuple[str, ...] = setting(
        "Directories outside /var that the service writes to.", kinds.PATH, (), is_list=True
    )
    escalates: bool | None = setting(
        "The service gains rights by sudo or rootwrap, so its unit must allow that.",
        kinds.FLAG,
        None,
        shown="the catalogue's, else `false`",
    )
    tls: Tls | Literal[False] | None = setting(
        "TLS for this site; `false` for plain HTTP.",
        Tls,
        None,
        may_be_false=True,
        shown="the profile's",
    )
    health: HealthRequest = setting(
        "What tells that the API answers.", HealthRequest, HealthRequest()
    )
    manager: Manager | None = setting(
        "Who starts and stops the service.", kinds.MANAGER, None, shown="the profile's"
    )
    mode: Mode | None = setting(
        "Whether several nodes may run it at once.",
        kinds.MODE,
        None,
        shown="the catalogue's, else `active-active`",
    )


@record
class Cluster:
    """The cluster that the checker assumes if it is given none."""

    nodes: tuple[str, ...] = setting("Names of the cluster's nodes.", kinds.HOST, (), is_list=True)
    monitor_interval: int = setting(
        "Interval of the resources' recurring monitors.", kinds.DURATION, 10
    )
    components: Components = setting(
        "One Pacemaker resource per `service` or per `instance`.",
        kinds.COMPONENTS,
        Components.SERVICE,
    )
    virtual_addresses: tuple[str, ...] = setting(
        "Addresses that move between the nodes, as the load balancer's.",
        kinds.ADDRESS,
        (),
        is_list=True,
        shown="those of the CIB",
    )
    balancer_timeout: int | None = setting(
        "How long the load balancer waits for an answer, as HAProxy's `timeout server`.",
        kinds.DURATION,
        None,
    )
    database_connections: int | None = setting(
        "Connections that the database allows, as `max_connections` of MariaDB.", kinds.COUNT, None
    )


@record
class Host:
    """The processors and the memory of the host."""

    cpus: int | None = setting("Processors.", kinds.COUNT, None)
    memory: int | None = setting("Memory.", kinds.SIZE, None)


@record
class Logs:
    """Where requests and errors are recorded."""

    rotate: int = setting(
        "Begin a new file this often; no process is signalled for it.", kinds.DURATION, 86400
    )
    keep: int = setting("Remove files older than this.", kinds.DURATION, 14 * 86400)


@record
class Profile:
    """A whole profile."""

    wsgigen: int = setting("Format of this file.", kinds.FORMAT)
    layout: str = setting(
        "How services are spread over Apache instances: `single`, `per-service` or `grouped`.",
        kinds.LAYOUT,
    )
    platform: str = setting("Distribution that the files are for.", kinds.PLATFORM)
    services: Mapping[str, ServiceRequest] = setting(
        "The services, by name: those of the catalogue, and any other WSGI application.",
        ServiceRequest,
        names=kinds.NAME,
    )
    server_name: str = setting("Host name that clients use.", kinds.HOST)
    openstack: str | None = setting(
        "OpenStack release, which decides what a service's entrypoint is.",
        kinds.RELEASE,
        None,
        shown="none; required by the catalogue's services",
    )
    listen: tuple[str, ...] = setting(
        "Addresses that every site listens on, unless it says otherwise.",
        kinds.ADDRESS,
        ("*",),
        is_list=True,
        non_empty=True,
    )
    manager: Manager = setting(
        "Who starts and stops the units: `systemd` or `pacemaker`.", kinds.MANAGER, Manager.SYSTEMD
    )
    reload: Reload | None = setting(
        "How a reload takes in what changed: `handover`, a second httpd takes over and the old one"
        " finishes its requests, or `recycle`, httpd stays and replaces its daemon processes.",
        kinds.RELOAD,
        None,
        shown="`handover` for instances of their own, `recycle` for the platform's Apache",
    )
    groups: Mapping[str, tuple[str, ...]] = setting(
        "Layout `grouped` only: services that share an instance, by its name; a service of no"
        " group has one of its own.",
        kinds.NAME,
        {},
        names=kinds.NAME,
        is_list=True,
    )
    venv: str | None = setting(
        "Virtual environment of every service that names none of its own.",
        kinds.PATH,
        None,
        shown="the platform's Python",
    )
    tls: Tls | None = setting("TLS for every site.", Tls, None, shown="plain HTTP")
    trusted_proxies: tuple[str, ...] = setting(
        "Load balancers whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody else's"
        " are.",
        kinds.NETWORK,
        (),
        is_list=True,
    )
    logs: Logs = setting("Access and error logs.", Logs, Logs())
    cluster: Cluster = setting("What the checker assumes of the cluster.", Cluster, Cluster())
    host: Host = setting("What the machine has.", Host, Host())
    accept: Mapping[str, str] = setting(
        "Findings of `wsgigen check` to live with: the rule, and the reason; they are shown,"
        " and fail nothing.",
        kinds.REASON,
        {},
        names=kinds.NAME,
    )
    name: str = field(default="")
    #: that holds the file; None when its name could not be written into a configuration
    directory: str | None = None
