"""Nova: the Compute API.

Source
    nova: nova/wsgi/osapi_compute.py, nova/api/openstack/wsgi_app.py, nova/monkey_patch.py,
        etc/nova/api-paste.ini at 34.0.0 (2026.2)
    nova: setup.cfg [wsgi_scripts], nova/api/openstack/wsgi_app.py at 26.2.0 (zed)
    nova: release notes add-nova-wsgi-module, remove-wsgi-scripts-577090db75ecbade,
        remove-api-eventlet-5a932ef45b9af79f
    nova: release notes multiple-config-files-with-mod_wsgi-f114ea5fdd8b9a51,
        latch-error-on-raise-cf2da71a12b5f55f
    nova: doc/source/admin/wsgi.rst, doc/source/admin/concurrency.rst at 00a0304
    nova: 33.x (2026.1) loaded with its databases on SQLite: answers without a token, database and
        RabbitMQ unreachable
    puppet-nova: manifests/wsgi/ at 9e0b09f
    nova-operator (openstack-k8s-operators): at b377536, threads
    rdo-packages/nova-distgit: openstack-nova.spec, openstack-nova-api.service at c39e565
    Debian 12: package nova-api 2:26.2.2-1~deb12u5
    Ubuntu 24.04: package nova-api 3:29.0.1-0ubuntu1
    openstack/rpm-packaging: openstack/nova/nova.spec.j2 at 00610d3,
        openstack/nova/openstack-nova-api.service at ae30e25
    beekhof/osp-ha-deploy: pcmk/*.scenario (the daemons beside the API)
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

_ACCOUNT = partial(Account, "nova", "nova")

SERVICE = Service(
    name="nova-api",
    title="Compute API",
    project="nova",
    distribution="nova",
    first_version=26,
    applications=(
        Application("nova.wsgi.osapi_compute", since="2024.2"),
        Application("nova.api.openstack.compute.wsgi", "init_application", call=(), until="2024.1"),
    ),
    port=8774,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="nova-api", unit="nova-api.service"),
        Family.UBUNTU: _ACCOUNT(package="nova-api", unit="nova-api.service"),
        Family.EL: _ACCOUNT(package="openstack-nova-api", unit="openstack-nova-api.service"),
        Family.SUSE: _ACCOUNT(package="openstack-nova-api", unit="openstack-nova-api.service"),
    },
    config=Config(
        files=("/etc/nova/api-paste.ini", "/etc/nova/nova.conf"),
        environment={"OS_NOVA_CONFIG_DIR": "/etc/nova"},
        variable="OS_NOVA_CONFIG_FILES",
        note=(
            "the first of OS_NOVA_CONFIG_FILES must be the paste file; nova 26.0 does not know the "
            "variable"
        ),
    ),
    health=Health("/", (200,), "the paste file has no healthcheck; /healthcheck is 300"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (RPC to conductor and compute)",
        "keystone",
        "placement",
        "neutron",
        "glance",
        "cinder (volumes)",
        "barbican, manila, ironic, cyborg (by feature)",
    ),
    needs_to_start=(
        (
            "database (API and cell: a service record is written in the import, which blocks while "
            "they are unreachable)"
        ),
    ),
    companions=(
        Companion("nova-scheduler", Mode.ACTIVE_ACTIVE),
        Companion("nova-conductor", Mode.ACTIVE_ACTIVE),
        Companion("nova-novncproxy", Mode.ACTIVE_ACTIVE, "websockets, so it cannot be WSGI"),
        Companion("nova-compute", None, "one per hypervisor"),
    ),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process", until="2025.2"),),
    notes=(
        "from 2026.1 on native threads are used and importing eventlet is an error",
        "a fatal error in the import is kept: the process answers errors until it is restarted",
        (
            "nova-api and nova-metadata must not share a process group: global data is initialised "
            "once per process"
        ),
        "a synchronous RPC takes up to rpc_response_timeout, 60 s",
        "the console proxies stay daemons of their own",
    ),
)
