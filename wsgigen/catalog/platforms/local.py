"""The Apache found on this machine, run in the foreground by whoever asks, without systemd and without root.

A stand-in: it has Debian 12's shape, and what reads the Apache that is really there replaces every path, version and set
of modules of it. Nothing of a platform's main configuration is read, so `main_directives`, `main_ports` and
`enabled_modules` are empty.
"""

from pathlib import PurePosixPath

from wsgigen.catalog.model import Platform

PLATFORM = Platform(
    name="local",
    title="the Apache on this machine",
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
    conf_dir=PurePosixPath("/etc/apache2/conf-enabled"),
    vhost_dir=PurePosixPath("/etc/apache2/sites-enabled"),
    vhost_prefix="10-",
    enabled_modules_dir=None,
    enabled_modules=frozenset(),
    main_directives=frozenset(),
    main_ports=frozenset(),
    tls_ports=frozenset(),
    max_request_workers=150,
    crypto_policy="",
    rotatelogs=PurePosixPath("/usr/bin/rotatelogs"),
    packages={
        "httpd": "apache2",
        "mod_wsgi": "libapache2-mod-wsgi-py3",
        "procps": "procps",
        "rotatelogs": "apache2-utils",
    },
    main_conf=PurePosixPath("/etc/apache2/apache2.conf"),
    privileged=False,
    tls=False,
    sources=("the values of Debian 12, all of them replaced by what is found on the machine",),
)
