"""Ubuntu 24.04 LTS "noble".

Read from the files of the packages apache2 2.4.58-1ubuntu8 and libapache2-mod-wsgi-py3
5.0.0-1build2, not on a host: what Debian's platforms share holds here, Type= of the unit
included. What is compiled in is documented (`apache2ctl -M` of a 24.04
host), as are the versions of openssl (3.0.13) and systemd (255.4).
"""

from wsgigen.catalog.choices import Family
from wsgigen.catalog.families import debian

PLATFORM = debian.COMMON(
    name="ubuntu-24.04",
    title="Ubuntu 24.04 LTS (noble)",
    family=Family.UBUNTU,
    httpd_version=(2, 4, 58),
    mod_wsgi_version=(5, 0, 0),
    openssl_version=(3, 0),
    python=(3, 12),
    systemd_version=255,
    openstack="2024.1",
    sources=(
        (
            "Ubuntu package apache2 2.4.58-1ubuntu8: apache2.conf, ports.conf, mods-available/, "
            "conf-available/, apache2.service, postinst"
        ),
        (
            "Ubuntu package libapache2-mod-wsgi-py3 5.0.0-1build2: modules/mod_wsgi.so, built for "
            "Python 3.12"
        ),
        "https://packages.ubuntu.com/noble-updates/amd64/apache2-bin/filelist: modules/",
        "https://packages.ubuntu.com/noble/libapache2-mod-wsgi-py3: 5.0.0-1build2, for Python 3.12",
        (
            "https://packages.ubuntu.com/noble/libapache2-mod-proxy-uwsgi: "
            "apache2 2.4.58-1ubuntu8 and its updates"
        ),
        "https://packages.ubuntu.com/noble/openssl: 3.0.13",
        "https://packages.ubuntu.com/noble/systemd-dev: 255.4-1ubuntu8",
        "https://packages.ubuntu.com/noble/arm64/apache2-utils/filelist: /usr/bin/rotatelogs",
        "https://github.com/linode/docs/pull/7315: `apache2ctl -M` on Ubuntu 24.04",
        "https://packages.ubuntu.com/noble-updates/keystone: 2:25.0.0-0ubuntu1.4, OpenStack 2024.1",
    ),
)
