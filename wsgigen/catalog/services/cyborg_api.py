"""Cyborg: the Accelerator API.

Source
    cyborg: cyborg/wsgi/api.py, cyborg/api/wsgi_app.py, etc/cyborg/api-paste.ini at 17.0.0 (2026.2)
    cyborg: entry_points.txt [wsgi_scripts] at 9.0.0 (zed); release notes of 2025.2
    cyborg: 2026.1 loaded: answers without a token, database, RabbitMQ and keystone unreachable
    nova-operator (openstack-k8s-operators): templates/cyborg at b377536, processes and threads
    openstack/rpm-packaging: openstack/cyborg/cyborg.spec.j2 at 0c51800
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

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

SERVICE = Service(
    name="cyborg-api",
    title="Accelerator API",
    project="cyborg",
    distribution="openstack-cyborg",
    first_version=9,
    applications=(
        Application("cyborg.wsgi.api", since="2025.2"),
        Application("cyborg.api.wsgi_app", "init_application", call=(), until="2025.1"),
    ),
    port=6666,
    accounts={
        # the package has no unit
        Family.SUSE: Account("cyborg", "cyborg", package="openstack-cyborg"),
    },
    config=Config(
        files=("/etc/cyborg/cyborg.conf",),
        argv=True,
        note="the paste file is api-paste.ini, from [api] api_paste_config",
    ),
    health=Health("/", (200,), "there is no healthcheck: /healthcheck is 401"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq", "keystone", "placement", "nova", "glance"),
    needs_to_start=("RPC transport (set up in the import, which does not wait for RabbitMQ)",),
    companions=(
        Companion("cyborg-conductor", None),
        Companion("cyborg-agent", None, "one per host"),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        "the distribution is openstack-cyborg: cyborg on PyPI is another project",
        (
            "/ answers 200 with the database, RabbitMQ and keystone down: it tells only that the "
            "process serves"
        ),
    ),
)
