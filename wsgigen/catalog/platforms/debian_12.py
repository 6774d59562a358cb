"""Debian 12 "bookworm".

Read from the installed packages apache2 2.4.71-1~deb12u1, libapache2-mod-wsgi-py3 4.9.4-1+b2, openssl 3.0.19
and systemd 252.38. Versions are the lowest that the release ever had: apache2 2.4.57-2 and openssl 3.0.

Debian builds no mod_systemd, so the unit of apache2 is `Type=forking` and an instance's is `exec`.
What loads or includes (LoadModule, Include, Define) is left out of `main_directives`, as is what stands
behind a module that is not enabled (ProxyStatus, ScriptAlias).
"""

from pathlib import PurePosixPath

from wsgigen.catalog.model import Platform

PLATFORM = Platform(
    name="debian-12",
    title="Debian 12 (bookworm)",
    family="debian",
    httpd=PurePosixPath("/usr/sbin/apache2"),
    httpd_unit="apache2.service",
    httpd_type="forking",
    httpd_pid=PurePosixPath("/run/apache2/apache2.pid"),
    error_log=PurePosixPath("/var/log/apache2/error.log"),
    httpd_version=(2, 4, 57),
    mod_wsgi_version=(4, 9, 4),
    openssl_version=(3, 0),
    python=(3, 11),
    systemd_version=252,
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
    openstack="zed",
    sources=(
        "Debian package apache2 2.4.71-1~deb12u1: apache2.conf, ports.conf, envvars, mods-enabled/, conf-enabled/, apache2.service",
        "Debian package apache2-bin 2.4.71-1~deb12u1: `apache2 -l`, `apache2 -V`, modules/, changelog.Debian.gz",
        "Debian package apache2-utils 2.4.71-1~deb12u1: /usr/bin/rotatelogs",
        "Debian package libapache2-mod-wsgi-py3 4.9.4-1+b2: wsgi.load, wsgi.conf, modules/mod_wsgi.so",
        "https://packages.debian.org/bookworm/apache2, /openssl, /systemd: versions",
        "Debian packages keystone 2:22.0.2-0+deb12u6, placement-api 8.0.0-2, glance-api 2:25.1.0-2+deb12u5: OpenStack Zed",
    ),
)
