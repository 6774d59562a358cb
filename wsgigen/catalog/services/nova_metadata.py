"""Nova: the Metadata API.

Source
    nova: nova/wsgi/metadata.py, nova/api/openstack/wsgi_app.py, nova/monkey_patch.py at 34.0.0
        (2026.2)
    nova: setup.cfg [wsgi_scripts], nova/api/openstack/wsgi_app.py at 26.0.0 and 26.2.0 (zed)
    nova: 33.x (2026.1) loaded with its databases on SQLite: answers without a token
    puppet-nova: manifests/wsgi/ at 9e0b09f
    nova-operator (openstack-k8s-operators): at b377536, threads
    rdo-packages/nova-distgit: openstack-nova.spec, openstack-nova-metadata-api.service at c39e565
    Debian 12: package nova-api 2:26.2.2-1~deb12u5
    Ubuntu 24.04: package nova-api-metadata 3:29.0.1-0ubuntu1
    openstack/rpm-packaging: openstack/nova/nova.spec.j2 at 00610d3,
        openstack/nova/openstack-nova-api-metadata.service at c9f5ce8
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Config, Health, Service, ThreadLimit

_ACCOUNT = partial(Account, "nova", "nova")

SERVICE = Service(
    name="nova-metadata",
    title="Metadata API",
    project="nova",
    distribution="nova",
    first_version=26,
    applications=(
        Application("nova.wsgi.metadata", since="2024.2"),
        Application("nova.api.metadata.wsgi", "init_application", call=(), until="2024.1"),
    ),
    port=8775,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="nova-api", unit="nova-api-metadata.service"),
        Family.UBUNTU: _ACCOUNT(package="nova-api-metadata", unit="nova-api-metadata.service"),
        Family.EL: _ACCOUNT(
            package="openstack-nova-api", unit="openstack-nova-metadata-api.service"
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-nova-api", unit="openstack-nova-api-metadata.service"
        ),
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
    health=Health(
        "/",
        (200,),
        (
            "a list of EC2 versions; every other path is taken for an instance's request: "
            "/healthcheck is 500"
        ),
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq", "neutron (port lookups)", "memcached (optional cache)"),
    needs_to_start=("database (API and cell: a service record is written in the import)",),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process", until="2025.2"),),
    notes=(
        "not in the service catalog of keystone",
        (
            "nova-api and nova-metadata must not share a process group: global data is initialised "
            "once per process"
        ),
    ),
)
