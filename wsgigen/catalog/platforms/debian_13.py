"""Debian 13 "trixie".

Read from the packages apache2 2.4.71-1~deb13u1, libapache2-mod-wsgi-py3 5.0.2-1 and openssl 3.5.9
in a trixie root; its apache2.conf, mods-enabled/ and conf-enabled/ are those of Debian 12, and so
is the set of modules compiled in. systemd is 257.13 (not installed there). Versions are the lowest
that the release had: apache2 2.4.65-2, openssl 3.5.1.
"""

from wsgigen.catalog.families import debian

PLATFORM = debian.COMMON(
    name="debian-13",
    title="Debian 13 (trixie)",
    httpd_version=(2, 4, 65),
    mod_wsgi_version=(5, 0, 2),
    openssl_version=(3, 5),
    python=(3, 13),
    systemd_version=257,
    openstack="2025.1",
    sources=(
        (
            "Debian package apache2 2.4.71-1~deb13u1: apache2.conf, ports.conf, envvars, "
            "mods-enabled/, conf-enabled/, apache2.service"
        ),
        (
            "Debian package apache2-bin 2.4.71-1~deb13u1: `apache2 -l`, `apache2 -V`, modules/, "
            "changelog.Debian.gz"
        ),
        "Debian package apache2-utils 2.4.71-1~deb13u1: /usr/bin/rotatelogs",
        "Debian package libapache2-mod-wsgi-py3 5.0.2-1: wsgi.load, wsgi.conf, modules/mod_wsgi.so",
        "https://packages.debian.org/trixie/apache2, /openssl, /systemd: versions",
        (
            "Debian packages keystone 2:27.0.0-3+deb13u6, placement-api 13.0.0-1, glance-api "
            "2:30.0.0-3+deb13u5: OpenStack 2025.1"
        ),
    ),
)
