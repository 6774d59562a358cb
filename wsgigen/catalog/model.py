"""The shapes of what is known beforehand: services and platforms.

Every service and every platform is a value of these, in a module of its own that names its sources.
What is not known is None; the profile is asked for it.
"""

from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Family, Mode, PackageFormat
from wsgigen.record import record

#: OpenStack releases, oldest first. https://releases.openstack.org/
RELEASES = ("zed", "2023.1", "2023.2", "2024.1", "2024.2", "2025.1", "2025.2", "2026.1", "2026.2")
OLDEST, NEWEST = RELEASES[0], RELEASES[-1]
#: The oldest Python of each release.
#: Source: Requires-Python of the wheels of keystone 22.0.0 to 30.0.0 on PyPI.
OLDEST_PYTHON = {
    **dict.fromkeys(("zed", "2023.1", "2023.2", "2024.1", "2024.2"), (3, 8)),
    "2025.1": (3, 9),
    "2025.2": (3, 10),
    "2026.1": (3, 10),
    "2026.2": (3, 11),
}

Version = tuple[int, ...]


@record
class Application:
    """How an entrypoint gets at the WSGI callable, in the releases from `since` to `until`."""

    module: str
    name: str = "application"
    #: None: `name` is the callable; else `name(*call)` returns it
    call: tuple[str, ...] | None = None
    item: int | None = None  #: the item to take when the call returns a tuple
    file: str = ""  #: path in the package `module` of a file that cannot be imported, so it is run
    since: str = OLDEST
    until: str = NEWEST


@record
class Account:
    """How one family of platforms packages a service."""

    user: str | None
    group: str | None
    package: str | None = None
    unit: str | None = None  #: systemd unit that the package starts the service with today
    #: file with which the package runs the service in the platform's own Apache today
    site: str | None = None
    arguments: tuple[str, ...] = ()  #: what that unit passes on the command line


@record
class Config:
    """Where a service's configuration is and how it finds it.

    `environment` is set before the import. `argv` says that the service reads `--config-file` from
    `sys.argv`, which is empty under mod_wsgi unless the entrypoint fills it. A profile's
    `config_files` go into `variable` (joined by `;`), or become `--config-file` arguments.
    """

    files: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    argv: bool = False
    variable: str = ""  #: environment variable that takes a list of files
    note: str = ""


@record
class Health:
    """The unauthenticated request that tells that the API answers."""

    path: str
    statuses: tuple[int, ...]
    note: str = ""


@record
class ThreadLimit:
    """The most threads that a process may have, in the releases up to `until`, and why."""

    most: int
    why: str
    until: str = NEWEST


@record
class Companion:
    """A daemon of the same project that must run outside Apache."""

    name: str
    mode: Mode | None = None  #: None: not known
    note: str = ""


@record
class Service:
    """One WSGI service of the catalogue. Sizes are bytes, times seconds."""

    name: str
    title: str
    project: str
    distribution: str  #: on PyPI
    applications: tuple[Application, ...]
    port: int | None
    accounts: Mapping[Family, Account]
    config: Config
    health: Health | None
    mode: Mode | None
    needs: tuple[str, ...] = ()  #: what must be reachable to serve requests
    needs_to_start: tuple[str, ...] = ()  #: what the import waits for
    companions: tuple[Companion, ...] = ()
    thread_limits: tuple[ThreadLimit, ...] = ()
    timeout: int = 60  #: longest time one request takes
    max_body: int = 10 * 1024**2  #: 0: unlimited
    max_header: int = 16384
    max_response_header: int = 65536
    max_fields: int | None = None  #: header fields in a request; None: httpd's 100
    chunked: bool = False
    encoded_slashes: bool = False
    authorization: bool = True
    escalates: bool = False  #: gains rights by rootwrap or privsep in the WSGI process
    needs_static: bool = False  #: Apache must serve files of its own beside the application
    #: First number of its version in the oldest of RELEASES; each release since has one more.
    #: None: its versions tell no release.
    #: Source: openstack/releases, deliverables/*/*.yaml (release-model: cycle-with-rc);
    #: Debian 12 (zed), Debian 13 (2025.1), PyPI (2026.2)
    first_version: int | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@record
class Unsupported:
    """An API that cannot run under mod_wsgi, and why."""

    name: str
    why: str
    instead: str
    sources: tuple[str, ...]


@record
class Platform:
    """Where files go and what things are called on one distribution."""

    name: str
    title: str
    family: Family  #: which account of a service applies
    package_format: PackageFormat
    #: a package enables and starts its units as soon as it is installed
    starts_units_on_install: bool
    #: an upgrade of httpd's package restarts its unit; None: not known
    restarts_httpd_on_upgrade: bool | None
    httpd: PurePosixPath  #: the server's binary
    httpd_unit: str
    httpd_type: str  #: Type= of the platform's own unit
    httpd_pid: PurePosixPath  #: PID file of the platform's own httpd
    error_log: PurePosixPath  #: of the platform's own httpd, outside vhosts
    httpd_version: Version
    mod_wsgi_version: Version
    openssl_version: Version
    python: Version  #: that mod_wsgi is built for
    systemd_version: int
    server_root: PurePosixPath
    modules_dir: PurePosixPath
    static_modules: frozenset[str]  #: identifiers, such as unixd_module, that must not be loaded
    wsgi_module: str  #: file name of mod_wsgi
    user: str  #: of the httpd workers
    group: str
    # The platform's main file includes these two, by links in *-enabled where they are *-available.
    conf_dir: PurePosixPath  #: of drop-ins, included before the vhosts
    vhost_dir: PurePosixPath  #: of vhosts
    vhost_prefix: str  #: of file names there, for the order
    #: where links enable modules (Debian); None: LoadModule when absent
    enabled_modules_dir: PurePosixPath | None
    enabled_modules: frozenset[str]  #: identifiers that the platform loads as installed
    main_directives: frozenset[str]  #: set at server level by what the platform ships
    main_ports: frozenset[int]  #: that the platform's main file listens on, on all addresses
    tls_ports: frozenset[int]  #: and those once its TLS module is on
    initial_workers: int  #: child processes that the platform's own httpd starts with
    max_request_workers: int  #: of the platform's own httpd as installed
    crypto_policy: str  #: argument of SSLCipherSuite that follows the system's policy; empty: none
    rotatelogs: PurePosixPath
    packages: Mapping[str, str]  #: httpd, mod_wsgi, tls, ... to package names
    #: shell script with the environment of the platform's own httpd, which a second one needs, too;
    #: None: not verified that it can hand over
    httpd_environment: PurePosixPath | None = None
    tls_define: str = ""  #: the `-D` that turns `tls_ports` on; empty: its TLS module alone does
    main_conf: PurePosixPath = PurePosixPath("/")  #: the platform's own main configuration file
    #: what every path of wsgigen's own files starts with
    prefix: PurePosixPath = PurePosixPath("/")
    etc: PurePosixPath = PurePosixPath("/etc/wsgigen")
    share: PurePosixPath = PurePosixPath("/usr/share/wsgigen")
    libexec: PurePosixPath = PurePosixPath("/usr/libexec/wsgigen")
    run: PurePosixPath = PurePosixPath("/run/wsgigen")
    log: PurePosixPath = PurePosixPath("/var/log/wsgigen")
    units: PurePosixPath = PurePosixPath("/usr/lib/systemd/system")
    presets: PurePosixPath = PurePosixPath("/usr/lib/systemd/system-preset")
    tmpfiles: PurePosixPath = PurePosixPath("/usr/lib/tmpfiles.d")
    sysusers: PurePosixPath = PurePosixPath("/usr/lib/sysusers.d")
    #: where services of firewalld are; None: the platform does not bring it
    firewalld: PurePosixPath | None = None
    #: where modules for SELinux are; None: the platform does not use it
    selinux: PurePosixPath | None = None
    #: where the distribution's packages have Python modules; None: not known
    python_modules: PurePosixPath | None = None
    #: where needrestart looks for programs that restart units; None: the platform does not have it
    needrestart: PurePosixPath | None = None
    mime_types: PurePosixPath = PurePosixPath("/etc/mime.types")
    interpreter: PurePosixPath = PurePosixPath("/usr/bin/python3")
    #: False: one unprivileged user runs everything, and there is no systemd
    privileged: bool = True
    tls: bool = True  #: False: plain HTTP, whatever the profile says
    #: release of the distribution's own OpenStack packages; None: it has none, or that is not known
    openstack: str | None = None
    sources: tuple[str, ...] = ()
