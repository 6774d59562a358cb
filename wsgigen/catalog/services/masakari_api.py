"""Masakari: the Instance High Availability API.

Source
    masakari: masakari/wsgi/api.py, masakari/cmd/api.py, masakari/cmd/__init__.py at 22.0.0 (2026.2)
    masakari: entry_points.txt [wsgi_scripts] at 14.0.0 (zed); release notes of 2025.2
    masakari: 2026.1 loaded: answers without a token, what is patched, database, RabbitMQ and
        keystone unreachable
    Debian 12: package masakari-api 14.0.2-2
    Ubuntu 24.04: package masakari-api 17.0.0-0ubuntu1, in apache2.service:
        sites-available/masakari-api.conf
    openstack/rpm-packaging: openstack/masakari/masakari.spec.j2 at 004d223,
        openstack/masakari/openstack-masakari-api.service at 5e9d4f7
    kolla-ansible: hacluster (host monitor)
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import (
    Account,
    Application,
    Companion,
    Config,
    Health,
    Service,
    ThreadLimit,
)

_ACCOUNT = partial(Account, "masakari", "masakari")

SERVICE = Service(
    name="masakari-api",
    title="Instance High Availability API",
    project="masakari",
    distribution="masakari",
    first_version=14,
    applications=(
        Application("masakari.wsgi.api", since="2025.2"),
        Application("masakari.cmd.api", "initialize_application", call=(), until="2025.1"),
    ),
    port=15868,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="masakari-api", unit="masakari-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="masakari-api", site="/etc/apache2/sites-available/masakari-api.conf"
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-masakari-api", unit="openstack-masakari-api.service"
        ),
    },
    config=Config(
        files=("/etc/masakari/masakari.conf", "/etc/masakari/api-paste.ini"),
        environment={"OS_MASAKARI_CONFIG_DIR": "/etc/masakari"},
        argv=True,
        note=(
            "the variable decides the paste file; masakari.conf is read again afterwards, from "
            "--config-file or the default directories"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC to masakari-engine)", "keystone", "nova"),
    needs_to_start=(
        "coordination backend (if set)",
        "RPC transport (set up in the import, which does not wait for RabbitMQ)",
    ),
    companions=(
        Companion("masakari-engine", None),
        Companion("masakari-hostmonitor", None, "reads the state of Pacemaker and Corosync"),
        Companion("masakari-instancemonitor", None),
    ),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process"),),
    notes=(
        "eventlet is patched by the import in 2026.1 and 2026.2 alike",
        "Debian's uWSGI unit runs 32 threads in spite of the patching",
        "/healthcheck answers 200 with the database, RabbitMQ and keystone down",
    ),
)
