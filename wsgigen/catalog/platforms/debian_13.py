"""Debian 13 "trixie".

Read from the packages apache2 2.4.71-1~deb13u1, libapache2-mod-wsgi-py3 5.0.2-1 and openssl 3.5.9 in a trixie root;
its apache2.conf, mods-enabled/ and conf-enabled/ are those of Debian 12, and so is the set of modules compiled in.
systemd is 257.13 (not installed there). Versions are the lowest that the release had: apache2 2.4.65-2, openssl 3.5.1.

Debian 13 builds no mod_systemd either: the unit of apache2 is `Type=forking` and an instance's is `exec`.
What loads or includes (LoadModule, Include, Define) is left out of `main_directives`, as is what stands
behind a module that is not enabled (ProxyStatus, ScriptAlias).
"""

from pathlib import PurePosixPath

from wsgigen.catalog.model import Platform

PLATFORM = Platform(
    name="debian-13",
    title="Debian 13 (trixie)",
    family="debian",
    httpd=PurePosixPath("/usr/sbin/apache2"),
    httpd_unit="apache2.service",
    httpd_type="forking",
    httpd_pid=PurePosixPath("/run/apache2/apache2.pid"),
    error_log=PurePosixPath("/var/log/apache2/error.log"),
    httpd_version=(2, 4, 65),
    mod_wsgi_version=(5, 0, 2),
    openssl_version=(3, 5),
    python=(3, 13),
    systemd_version=257,
    instance_type="exec",
    server_root=PurePosixPath("/etc/apache2"),
    modules_dir=PurePosixPath("/usr/lib/apache2/modules"),
    static_modules=frozenset(
        {
            "core_module",
            "http_module",
            "log_config_module",
            "logio_module",
            "so_module",
            "unixd_module",
            "version_module",
            "watchdog_module",
        }
    ),
    wsgi_module="mod_wsgi.so",
    user="www-data",
    group="www-data",
    conf_dir=PurePosixPath("/etc/apache2/conf-available"),
    vhost_dir=PurePosixPath("/etc/apache2/sites-available"),
    vhost_prefix="10-",
    enabled_modules_dir=PurePosixPath("/etc/apache2/mods-enabled"),
    enabled_modules=frozenset(
        {
            "access_compat_module",
            "alias_module",
            "auth_basic_module",
            "authn_core_module",
            "authn_file_module",
            "authz_core_module",
            "authz_host_module",
            "authz_user_module",
            "autoindex_module",
            "deflate_module",
            "dir_module",
            "env_module",
            "filter_module",
            "mime_module",
            "mpm_event_module",
            "negotiation_module",
            "reqtimeout_module",
            "setenvif_module",
            "status_module",
            "wsgi_module",
        }
    ),
    main_directives=frozenset(
        {
            "AccessFileName",
            "AddCharset",
            "AddHandler",
            "AddIcon",
            "AddIconByEncoding",
            "AddIconByType",
            "AddLanguage",
            "AddOutputFilterByType",
            "AddType",
            "Alias",
            "BrowserMatch",
            "CustomLog",
            "DefaultIcon",
            "DefaultRuntimeDir",
            "DirectoryIndex",
            "ErrorLog",
            "ExtendedStatus",
            "ForceLanguagePriority",
            "Group",
            "HeaderName",
            "HostnameLookups",
            "IndexIgnore",
            "IndexOptions",
            "KeepAlive",
            "KeepAliveTimeout",
            "LanguagePriority",
            "Listen",
            "LogFormat",
            "LogLevel",
            "MaxConnectionsPerChild",
            "MaxKeepAliveRequests",
            "MaxRequestWorkers",
            "MaxSpareThreads",
            "MinSpareThreads",
            "PidFile",
            "ReadmeName",
            "RemoveType",
            "RequestReadTimeout",
            "ServerSignature",
            "ServerTokens",
            "StartServers",
            "ThreadLimit",
            "ThreadsPerChild",
            "Timeout",
            "TraceEnable",
            "TypesConfig",
            "User",
        }
    ),
    main_ports=frozenset({80}),
    tls_ports=frozenset({443}),  # ports.conf listens as soon as ssl_module is there
    max_request_workers=150,  # mods-enabled/mpm_event.conf
    crypto_policy="",
    rotatelogs=PurePosixPath("/usr/bin/rotatelogs"),
    packages={
        "httpd": "apache2",
        "mod_wsgi": "libapache2-mod-wsgi-py3",
        "procps": "procps",
        "rotatelogs": "apache2-utils",
    },
    main_conf=PurePosixPath("/etc/apache2/apache2.conf"),
    openstack="2025.1",
    sources=(
        "Debian package apache2 2.4.71-1~deb13u1: apache2.conf, ports.conf, envvars, mods-enabled/, conf-enabled/, apache2.service",
        "Debian package apache2-bin 2.4.71-1~deb13u1: `apache2 -l`, `apache2 -V`, modules/, changelog.Debian.gz",
        "Debian package apache2-utils 2.4.71-1~deb13u1: /usr/bin/rotatelogs",
        "Debian package libapache2-mod-wsgi-py3 5.0.2-1: wsgi.load, wsgi.conf, modules/mod_wsgi.so",
        "https://packages.debian.org/trixie/apache2, /openssl, /systemd: versions",
        "Debian packages keystone 2:27.0.0-3+deb13u6, placement-api 13.0.0-1, glance-api 2:30.0.0-3+deb13u5: OpenStack 2025.1",
    ),
)
