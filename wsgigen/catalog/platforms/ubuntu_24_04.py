"""Ubuntu 24.04 LTS "noble".

Documented, not seen on a host: versions (apache2 2.4.58, mod_wsgi 5.0.0 for Python 3.12, openssl 3.0.13, systemd 255.4), the files of the
packages, and what is compiled in and loaded (`apache2ctl -M` of a 24.04 host), from public pages. Not verified here: the configuration
files, the unit and its Type= are taken to be those of Debian 12 and 13, whose packaging Ubuntu shares;
that no mod_systemd is built is from memory (the list of files that was read ends before it).

What loads or includes (LoadModule, Include, Define) is left out of `main_directives`, as is what stands
behind a module that is not enabled (ProxyStatus, ScriptAlias).
"""

from pathlib import PurePosixPath

from wsgigen.catalog.model import Platform

PLATFORM = Platform(
    name="ubuntu-24.04",
    title="Ubuntu 24.04 LTS (noble)",
    family="debian",
    httpd=PurePosixPath("/usr/sbin/apache2"),
    httpd_unit="apache2.service",
    httpd_type="forking",
    httpd_pid=PurePosixPath("/run/apache2/apache2.pid"),
    error_log=PurePosixPath("/var/log/apache2/error.log"),
    httpd_version=(2, 4, 58),
    mod_wsgi_version=(5, 0, 0),
    openssl_version=(3, 0),
    python=(3, 12),
    systemd_version=255,
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
    openstack="2024.1",
    sources=(
        "https://packages.ubuntu.com/noble-updates/amd64/apache2-bin/filelist: modules/",
        "https://packages.ubuntu.com/noble/libapache2-mod-wsgi-py3: 5.0.0-1build2, for Python 3.12",
        "https://packages.ubuntu.com/noble/libapache2-mod-proxy-uwsgi: apache2 2.4.58-1ubuntu8 and its updates",
        "https://packages.ubuntu.com/noble/openssl: 3.0.13",
        "https://packages.ubuntu.com/noble/systemd-dev: 255.4-1ubuntu8",
        "https://packages.ubuntu.com/noble/arm64/apache2-utils/filelist: /usr/bin/rotatelogs",
        "https://github.com/linode/docs/pull/7315: `apache2ctl -M` on Ubuntu 24.04",
        "Debian package apache2 2.4.71-1~deb12u1: apache2.conf, ports.conf, envvars, mods-enabled/, conf-enabled/, apache2.service",
        "https://packages.ubuntu.com/noble-updates/keystone: 2:25.0.0-0ubuntu1.4, OpenStack 2024.1",
    ),
)
