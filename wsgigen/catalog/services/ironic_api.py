"""Ironic: the Bare Metal API.

Source
    ironic: ironic/wsgi/__init__.py, ironic/api/wsgi.py, ironic/api/app.py, ironic/common/config.py
        at 39.0.0 (2026.2)
    ironic: ironic/common/config.py at 33.0.0 (2026.1, has the variables) and 32.0.0 (2025.2, has
        not)
    ironic: ironic/api/wsgi.py at 21.4.0, 26.1.0 and 29.0.0 (patches nothing)
    ironic: release notes add-wsgi-entrypoints-79f8f3cf3b7a663f,
        migrate-wsgi-script-to-module-4113e87f202eecab
    ironic: 2026.1 loaded: answers without a token, database and RabbitMQ unreachable
    ironic: doc/source/install/deployment-scenarios.rst, doc/source/admin/tuning.rst at 7bc6aba
    puppet-ironic: manifests/wsgi/apache.pp at dcb970d
    ironic-operator (openstack-k8s-operators): at 66f6112, threads
    rdo-packages/ironic-distgit: openstack-ironic.spec, openstack-ironic-api.service at d6f4a91
    Debian 12: package ironic-api 1:21.4.4-0+deb12u2
    Ubuntu 24.04: package ironic-api 1:24.1.1-0ubuntu1
    openstack/rpm-packaging: openstack/ironic/ironic.spec.j2 at 04adccd,
        openstack/ironic/openstack-ironic-api.service at e750411
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Companion, Config, Health, Service

_ACCOUNT = partial(Account, "ironic", "ironic")

SERVICE = Service(
    name="ironic-api",
    title="Bare Metal API",
    project="ironic",
    distribution="ironic",
    applications=(
        Application("ironic.wsgi", since="2025.1"),
        Application("ironic.api.wsgi", "initialize_wsgi_app", call=(), until="2024.2"),
    ),
    port=6385,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="ironic-api", unit="ironic-api.service"),
        Family.UBUNTU: _ACCOUNT(package="ironic-api", unit="ironic-api.service"),
        Family.EL: _ACCOUNT(package="openstack-ironic-api", unit="openstack-ironic-api.service"),
        Family.SUSE: _ACCOUNT(package="openstack-ironic-api", unit="openstack-ironic-api.service"),
    },
    config=Config(
        files=("/etc/ironic/ironic.conf",),
        argv=True,
        note=(
            "arguments work in every release; IRONIC_CONFIG_FILE and IRONIC_CONFIG_DIR, one path "
            "each, from 2026.1 on"
        ),
    ),
    health=Health("/", (200,), "/healthcheck is 401 unless [healthcheck] enabled"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "keystone (unless noauth or http_basic)",
        "rabbitmq or JSON-RPC to ironic-conductor ([DEFAULT] rpc_transport)",
        "glance, neutron, swift, nova (optional)",
    ),
    needs_to_start=("an rpc_transport other than none",),
    companions=(
        Companion("ironic-conductor", Mode.ACTIVE_ACTIVE, "nodes are spread by a hash ring"),
        Companion("ironic-novncproxy"),
    ),
    max_body=0,
    chunked=True,
    notes=(
        "the JSON-RPC server of the conductor, port 8089, is not this API",
        "puppet and RHOSO run 15 threads, Debian's own uWSGI unit runs 1",
        "dnsmasq, TFTP and the HTTP server of images beside it stay daemons of their own",
    ),
)
