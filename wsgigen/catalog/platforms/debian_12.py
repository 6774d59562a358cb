"""Debian 12 "bookworm".

Read from the installed packages apache2 2.4.71-1~deb12u1, libapache2-mod-wsgi-py3 4.9.4-1+b2,
openssl 3.0.19 and systemd 252.38. Versions are the lowest that the release ever had: apache2
2.4.57-2 and openssl 3.0.
"""

from wsgigen.catalog.families import debian

PLATFORM = debian.COMMON(
    name="debian-12",
    title="Debian 12 (bookworm)",
    httpd_version=(2, 4, 57),
    mod_wsgi_version=(4, 9, 4),
    openssl_version=(3, 0),
    python=(3, 11),
    systemd_version=252,
    openstack="zed",
    sources=(
        (
            "Debian package apache2 2.4.71-1~deb12u1: apache2.conf, ports.conf, envvars, "
            "mods-enabled/, conf-enabled/, apache2.service"
        ),
        (
            "Debian package apache2-bin 2.4.71-1~deb12u1: `apache2 -l`, `apache2 -V`, modules/, "
            "changelog.Debian.gz"
        ),
        "Debian package apache2-utils 2.4.71-1~deb12u1: /usr/bin/rotatelogs",
        (
            "Debian package libapache2-mod-wsgi-py3 4.9.4-1+b2: wsgi.load, wsgi.conf, "
            "modules/mod_wsgi.so"
        ),
        "https://packages.debian.org/bookworm/apache2, /openssl, /systemd: versions",
        (
            "Debian packages keystone 2:22.0.2-0+deb12u6, placement-api 8.0.0-2, glance-api "
            "2:25.1.0-2+deb12u5: OpenStack Zed"
        ),
    ),
)
