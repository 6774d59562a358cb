"""Barbican: the Key Manager API.

Source
    barbican: barbican/wsgi/api.py, barbican/api/app.py, barbican/common/config.py,
        etc/barbican/barbican-api-paste.ini at 23.0.0 (2026.2)
    barbican: barbican/api/app.py at 15.0.0 (zed); release note remove-wsgi-scripts-62f9a5ce235b8ab7
    barbican: 22.0.0 (2026.1) loaded with its database on SQLite: answers without a token, database
        and RabbitMQ unreachable
    puppet-barbican: manifests/wsgi/apache.pp at 904c554
    barbican-operator (openstack-k8s-operators): at 200eaa2, Timeout and threads
    rdo-packages/barbican-distgit: openstack-barbican.spec, openstack-barbican-api.service at
        82cf41c
    Debian 12: package barbican-api 1:15.0.1-2
    Ubuntu 24.04: package barbican-api 2:18.0.0-0ubuntu1, in apache2.service:
        conf-available/barbican-api.conf
    openstack/rpm-packaging: openstack/barbican/barbican.spec.j2 at 04adccd
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

_ACCOUNT = partial(Account, "barbican", "barbican")

SERVICE = Service(
    name="barbican-api",
    title="Key Manager API",
    project="barbican",
    distribution="barbican",
    first_version=15,
    applications=(
        Application("barbican.wsgi.api", since="2025.2"),
        Application("barbican.api.app", "get_api_wsgi_script", call=(), until="2025.1"),
    ),
    port=9311,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="barbican-api", unit="barbican-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="barbican-api", site="/etc/apache2/conf-available/barbican-api.conf"
        ),
        Family.EL: _ACCOUNT(
            package="openstack-barbican-api", unit="openstack-barbican-api.service"
        ),
        # for a web server: the package has no unit
        Family.SUSE: _ACCOUNT(package="openstack-barbican-api"),
    },
    config=Config(
        files=("/etc/barbican/barbican.conf", "/etc/barbican/barbican-api-paste.ini"),
        note=(
            "no argument and no variable moves it: the path of the paste file is fixed, "
            "barbican.conf is searched by oslo.config"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "keystone",
        "secret store (simple_crypto, HSM, vault)",
        "rabbitmq (if [queue] enable)",
    ),
    needs_to_start=(
        "database (secret stores are synced in the import, which blocks while it is unreachable)",
    ),
    companions=(Companion("barbican-worker"), Companion("barbican-keystone-listener")),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    timeout=90,  # as RHOSO sets it
    notes=(
        "configuration outside /etc/barbican needs an entrypoint that calls paste's loadapp itself",
        "RDO runs it under gunicorn already",
        "/ answers 300: check /healthcheck",
    ),
)
