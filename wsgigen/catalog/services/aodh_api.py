"""Aodh: the Alarming API.

Source
    aodh: aodh/wsgi/api.py, aodh/api/app.py, aodh/api/api-paste.ini, entry_points.txt at 23.0.0
        (2026.2)
    aodh: aodh/api/app.py, aodh/service.py at 15.0.0 (zed)
    aodh: 22.x (2026.1) loaded with its database on SQLite: answers without a token, database and
        RabbitMQ unreachable
    aodh: doc/source/contributor/install/mod_wsgi.rst at a52eaa0
    puppet-aodh: manifests/wsgi/apache.pp at a43fcb6
    telemetry-operator (openstack-k8s-operators): at 001a834, threads
    rdo-packages/aodh-distgit: openstack-aodh.spec, openstack-aodh-api.service at 1304edc
    Debian 12: package aodh-api 15.0.0-3+deb12u1
    Ubuntu 24.04: package aodh-api 1:18.0.0-0ubuntu1, in apache2.service:
        sites-available/aodh-api.conf
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
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

_ACCOUNT = partial(Account, "aodh", "aodh")

SERVICE = Service(
    name="aodh-api",
    title="Alarming API",
    project="aodh",
    distribution="aodh",
    first_version=15,
    applications=(
        Application("aodh.wsgi.api", since="2025.2"),
        Application("aodh.api.app", "build_wsgi_app", call=(), until="2025.1"),
    ),
    port=8042,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="aodh-api", unit="aodh-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="aodh-api", site="/etc/apache2/sites-available/aodh-api.conf"
        ),
        Family.EL: _ACCOUNT(package="openstack-aodh-api", unit="openstack-aodh-api.service"),
    },
    config=Config(
        files=("/etc/aodh/aodh.conf",),
        note=(
            "no argument and no variable moves it: oslo.config searches its default directories; "
            "the paste file is in the package"
        ),
    ),
    health=Health("/healthcheck", (200,), "the body is empty"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "keystone", "gnocchi (validation of rules)", "heat, octavia (optional)"),
    companions=(
        Companion("aodh-evaluator", None, "several share the work through a coordination backend"),
        Companion("aodh-notifier"),
        Companion("aodh-listener"),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "the script aodh-api is both the server's command and the old WSGI script, and is "
            "still there in 2026.2"
        ),
    ),
)
