"""The Apache found on this machine, run in the foreground, without systemd and without root.

A stand-in: it has Debian 12's shape, and what reads the Apache that is really there replaces every
path, version and set of modules of it. Nothing of a platform's main configuration is read, so
`main_directives`, `main_ports` and `enabled_modules` are empty.
"""

from pathlib import PurePosixPath

from wsgigen.catalog.families import debian

PLATFORM = debian.COMMON(
    name="local",
    title="the Apache on this machine",
    httpd_version=(2, 4, 57),
    mod_wsgi_version=(4, 9, 4),
    openssl_version=(3, 0),
    python=(3, 11),
    systemd_version=252,
    conf_dir=PurePosixPath("/etc/apache2/conf-enabled"),
    vhost_dir=PurePosixPath("/etc/apache2/sites-enabled"),
    enabled_modules_dir=None,
    enabled_modules=frozenset(),
    main_directives=frozenset(),
    main_ports=frozenset(),
    tls_ports=frozenset(),
    privileged=False,
    tls=False,
    sources=("the values of Debian 12, all of them replaced by what is found on the machine",),
)
