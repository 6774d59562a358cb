"""SUSE Linux Enterprise Server and openSUSE Leap, version 15: what their platforms share.

Documented, not seen on a host. For both members: Type= of the unit, paths, users, packages and what
is compiled in, from the package's files in the Open Build Service. For opensuse-leap:
server-tuning.conf, listen.conf and ssl-global.conf, from files of a host that runs 15.6; for
sles-15 they are not verified but taken from there, since both are built from the same sources. Not
verified for either, from memory: what mod_log_config.conf, mod_autoindex-defaults.conf,
mod_mime-defaults.conf and mod_reqtimeout.conf set. Not known: whether an upgrade restarts
apache2.service.

The MPM is the binary: /usr/sbin/httpd-event of apache2-event has event, unixd and systemd compiled
in, and its modules are in /usr/lib64/apache2-event; those of other packages, mod_wsgi among them,
are in /usr/lib64/apache2. `apache2` alone suggests prefork: the platform's own Apache runs event
when apache2-event is the only MPM installed or APACHE_MPM says so, and that is what is taken here.
Start-up turns APACHE_MODULES of /etc/sysconfig/apache2 into LoadModule lines; `wsgi` is not among
them until `a2enmod wsgi`. PidFile is given on the command line.
"""

from functools import partial
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Family, PackageFormat
from wsgigen.catalog.families import names
from wsgigen.catalog.model import Platform

#: opensuse-leap: files of a host that runs 15.6, and of the package; sles-15: not verified, taken
#: from there
ENABLED_MODULES = names("""
    actions_module alias_module auth_basic_module authn_core_module authn_file_module
    authz_core_module authz_groupfile_module authz_host_module authz_user_module
    autoindex_module cgid_module dir_module env_module expires_module include_module
    log_config_module mime_module negotiation_module reqtimeout_module setenvif_module
    socache_shmcb_module ssl_module userdir_module
""")
#: opensuse-leap: files of a host that runs 15.6, and of the package; sles-15: not verified, taken
#: from there
MAIN_DIRECTIVES = names("""
    AccessFileName AddHandler AddIcon AddIconByEncoding AddIconByType AddLanguage AddType Alias
    BrowserMatch CustomLog DefaultIcon DirectoryIndex DocumentRoot EnableSendfile ErrorLog
    ExtendedStatus Group HeaderName IndexIgnore IndexOptions KeepAlive KeepAliveTimeout Listen
    LogFormat LogLevel MaxKeepAliveRequests PidFile ReadmeName RequestReadTimeout ScriptAlias
    ServerSignature ServerTokens TraceEnable TypesConfig UseCanonicalName User UserDir
""")
#: For both members.
SOURCES = (
    (
        "https://github.com/ashloverscn/ViciBox-openSUSE-Leap-15.6-x86_64_Minimal-Server/tree/main/etc/apache2"
        ": files of a Leap 15.6 host"
    ),
    (
        "https://build.opensuse.org/projects/SUSE:SLE-15-SP4:Update/packages/apache2.27904/files/apache2.service"
        ": Type=notify"
    ),
    "https://build.opensuse.org/projects/SUSE:SLE-15-SP4:GA/packages/apache2.24009/files/apache2-default-server.conf",
    "https://build.opensuse.org/projects/SUSE:SLE-15-SP5:GA/packages/apache2.24009/files/apache2-loadmodule.conf",
    (
        "https://build.opensuse.org/projects/openSUSE:Leap:15.3:Update/packages/apache2.15845/files/apache2.spec"
        ": mods_static, httpd-event"
    ),
    (
        "https://build.opensuse.org/projects/Apache/packages/apache2/files/apache2.spec: "
        "static_modules, rotatelogs in utils"
    ),
    (
        "https://github.com/SUSE/doc-sle/blob/001e9aa2276aa6b784f31570213addb7ae513484/xml/apache2.xml"
        ": what is in /etc/apache2"
    ),
    (
        "https://news.opensuse.org/2020/11/23/news-in-opensuse-packaging/: "
        "Leap 15 keeps %_libexecdir at /usr/lib"
    ),
    (
        "https://httpd.apache.org/docs/2.4/mod/mpm_common.html: "
        "ServerLimit, ThreadsPerChild, MaxRequestWorkers of the event MPM"
    ),
)
#: For sles-15 and opensuse-leap, from the package's files, where nothing else is said.
COMMON = partial(
    Platform,
    family=Family.SUSE,
    package_format=PackageFormat.RPM,
    starts_units_on_install=False,
    restarts_httpd_on_upgrade=None,
    httpd=PurePosixPath("/usr/sbin/httpd-event"),
    httpd_unit="apache2.service",
    httpd_type="notify",
    httpd_pid=PurePosixPath("/run/httpd.pid"),
    error_log=PurePosixPath("/var/log/apache2/error_log"),
    server_root=PurePosixPath("/etc/apache2"),
    modules_dir=PurePosixPath("/usr/lib64/apache2-event"),
    static_modules=names(
        "core_module http_module mpm_event_module so_module systemd_module unixd_module"
    ),
    # absolute: modules of other packages are not below modules_dir
    wsgi_module="/usr/lib64/apache2/mod_wsgi.so",
    user="wwwrun",
    group="www",
    conf_dir=PurePosixPath("/etc/apache2/conf.d"),
    vhost_dir=PurePosixPath("/etc/apache2/vhosts.d"),
    vhost_prefix="10-",
    enabled_modules_dir=None,
    enabled_modules=ENABLED_MODULES,
    main_directives=MAIN_DIRECTIVES,
    main_ports=frozenset({80}),
    tls_ports=frozenset({443}),  # listen.conf, when APACHE_SERVER_FLAGS has SSL
    tls_define="SSL",
    # no file says it: DEFAULT_START_DAEMON of the event MPM, apache/httpd, server/mpm/event/event.c
    initial_workers=3,
    # server-tuning.conf sizes prefork and worker only; ServerLimit 16 times ThreadsPerChild 25
    max_request_workers=400,
    crypto_policy="PROFILE=SYSTEM",
    rotatelogs=PurePosixPath("/usr/sbin/rotatelogs"),
    packages={
        "httpd": "apache2",
        "mpm": "apache2-event",
        "mod_wsgi": "apache2-mod_wsgi-python3",
        "procps": "procps",
        "rotatelogs": "apache2-utils",
    },
    firewalld=PurePosixPath("/usr/lib/firewalld/services"),
    main_conf=PurePosixPath("/etc/apache2/httpd.conf"),
    mime_types=PurePosixPath("/etc/apache2/mime.types"),
    libexec=PurePosixPath("/usr/lib/wsgigen"),  # %_libexecdir is /usr/lib up to 15.x
    sources=SOURCES,
)
