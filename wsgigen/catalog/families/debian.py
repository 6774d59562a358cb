"""Debian and Ubuntu: what their platforms share, which is Apache.

Verified for debian-12 and debian-13 in the installed packages, for ubuntu-24.04 in the files of its
packages (apache2 2.4.58-1ubuntu8, libapache2-mod-wsgi-py3 5.0.0-1build2). How OpenStack is packaged
they do not share: see `Family`.

No member builds mod_systemd, so the unit of apache2 is `Type=forking`.
What loads or includes (LoadModule, Include, Define) is left out of `main_directives`, as is what
stands behind a module that is not enabled (ProxyStatus, ScriptAlias).
"""

from functools import partial
from pathlib import PurePosixPath

from wsgigen.catalog.choices import Family, PackageFormat
from wsgigen.catalog.families import names
from wsgigen.catalog.model import Platform

#: debian-12, debian-13: `apache2 -l`; ubuntu-24.04: `apache2ctl -M`
STATIC_MODULES = names("""
    core_module http_module log_config_module logio_module so_module unixd_module version_module
    watchdog_module
""")
#: debian-12, debian-13: mods-enabled/; ubuntu-24.04: postinst of apache2, and what its
#: mods-available/*.load require
ENABLED_MODULES = names("""
    access_compat_module alias_module auth_basic_module authn_core_module authn_file_module
    authz_core_module authz_host_module authz_user_module autoindex_module deflate_module
    dir_module env_module filter_module mime_module mpm_event_module negotiation_module
    reqtimeout_module setenvif_module status_module wsgi_module
""")
#: debian-12, debian-13, ubuntu-24.04: apache2.conf, ports.conf, and what is enabled of
#: mods-available/ and conf-available/
MAIN_DIRECTIVES = names("""
    AccessFileName AddCharset AddHandler AddIcon AddIconByEncoding AddIconByType AddLanguage
    AddOutputFilterByType AddType Alias BrowserMatch CustomLog DefaultIcon DefaultRuntimeDir
    DirectoryIndex ErrorLog ExtendedStatus ForceLanguagePriority Group HeaderName
    HostnameLookups IndexIgnore IndexOptions KeepAlive KeepAliveTimeout LanguagePriority Listen
    LogFormat LogLevel MaxConnectionsPerChild MaxKeepAliveRequests MaxRequestWorkers
    MaxSpareThreads MinSpareThreads PidFile ReadmeName RemoveType RequestReadTimeout
    ServerSignature ServerTokens StartServers ThreadLimit ThreadsPerChild Timeout TraceEnable
    TypesConfig User
""")
#: For debian-12, debian-13 and ubuntu-24.04, from their packages, where nothing else is said.
COMMON = partial(
    Platform,
    family=Family.DEBIAN,
    package_format=PackageFormat.DEB,
    # postinst: deb-systemd-helper enable, deb-systemd-invoke start; Debian Policy 9.3.3
    starts_units_on_install=True,
    # debian-12, ubuntu-24.04: postinst, deb-systemd-invoke restart; debian-13: not verified
    restarts_httpd_on_upgrade=True,
    httpd=PurePosixPath("/usr/sbin/apache2"),
    httpd_unit="apache2.service",
    httpd_type="forking",
    httpd_pid=PurePosixPath("/run/apache2/apache2.pid"),
    httpd_environment=PurePosixPath("/etc/apache2/envvars"),  # /usr/sbin/apachectl reads it
    error_log=PurePosixPath("/var/log/apache2/error.log"),
    server_root=PurePosixPath("/etc/apache2"),
    modules_dir=PurePosixPath("/usr/lib/apache2/modules"),
    static_modules=STATIC_MODULES,
    wsgi_module="mod_wsgi.so",
    user="www-data",
    group="www-data",
    conf_dir=PurePosixPath("/etc/apache2/conf-available"),
    vhost_dir=PurePosixPath("/etc/apache2/sites-available"),
    vhost_prefix="10-",
    enabled_modules_dir=PurePosixPath("/etc/apache2/mods-enabled"),
    enabled_modules=ENABLED_MODULES,
    main_directives=MAIN_DIRECTIVES,
    main_ports=frozenset({80}),
    tls_ports=frozenset({443}),  # ports.conf listens as soon as ssl_module is there
    initial_workers=2,  # mods-available/mpm_event.conf: StartServers
    max_request_workers=150,  # mods-available/mpm_event.conf: MaxRequestWorkers
    crypto_policy="",
    python_modules=PurePosixPath("/usr/lib/python3/dist-packages"),  # Debian Python Policy 2.5
    # needrestart 3.6-4 (Debian 12) and 3.11-1.1 (Debian 13): $nrconf{restart_d} in
    # /etc/needrestart/needrestart.conf; restart_cmd in /usr/sbin/needrestart takes the executable
    # file there whose name is that of the unit, with its extension
    needrestart=PurePosixPath("/etc/needrestart/restart.d"),
    rotatelogs=PurePosixPath("/usr/bin/rotatelogs"),
    packages={
        "httpd": "apache2",
        "mod_wsgi": "libapache2-mod-wsgi-py3",
        "procps": "procps",
        "rotatelogs": "apache2-utils",
    },
    main_conf=PurePosixPath("/etc/apache2/apache2.conf"),
)
