"""Designate: the DNS API.

Source
    designate: designate/wsgi/api.py, designate/api/wsgi.py, etc/designate/api-paste.ini at 23.0.0
        (2026.2)
    designate: designate/api/wsgi.py at 15.0.0 (zed); release note
        remove-wsgi-scripts-d848069ac50cf062
    designate: 22.x (2026.1) loaded with its database on SQLite: answers without a token, database
        and RabbitMQ unreachable
    designate: doc/source/admin/ha.rst at 9f82089
    puppet-designate: manifests/wsgi/apache.pp at 6f9c7ed
    designate-operator (openstack-k8s-operators): at bc820e1, threads
    rdo-packages/designate-distgit: openstack-designate.spec, designate-api.service at 0e46623
    crowbar-openstack: designate/recipes/ha.rb at 26948f7
    Debian 12: package designate-api 1:15.0.2-0+deb11u1
    Ubuntu 24.04: package designate-api 1:18.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/designate/designate.spec.j2 at 0f881b5,
        openstack-designate-api.service there at 6cda171
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

_ACCOUNT = partial(Account, "designate", "designate")

SERVICE = Service(
    name="designate-api",
    title="DNS API",
    project="designate",
    distribution="designate",
    first_version=15,
    applications=(
        Application("designate.wsgi.api", since="2025.2"),
        Application("designate.api.wsgi", "init_application", call=(), until="2025.1"),
    ),
    port=9001,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="designate-api", unit="designate-api.service"),
        Family.UBUNTU: _ACCOUNT(package="designate-api", unit="designate-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-designate-api",
            unit="designate-api.service",
            arguments=("--config-file", "/etc/designate/designate.conf"),
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-designate-api", unit="openstack-designate-api.service"
        ),
    },
    config=Config(
        files=("/etc/designate/designate.conf", "/etc/designate/api-paste.ini"),
        environment={"OS_DESIGNATE_CONFIG_DIR": "/etc/designate"},
        note="designate.conf and api-paste.ini must stand in the same directory",
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "rabbitmq (all goes to designate-central by RPC)",
        "keystone",
        "memcached or redis (coordination)",
    ),
    companions=(
        Companion("designate-central", Mode.ACTIVE_ACTIVE),
        Companion("designate-mdns", Mode.ACTIVE_ACTIVE),
        Companion("designate-worker", Mode.ACTIVE_ACTIVE),
        Companion(
            "designate-producer",
            Mode.ACTIVE_ACTIVE,
            "only with a [coordination] backend_url: without it tasks run more than once",
        ),
        Companion("designate-sink", Mode.ACTIVE_ACTIVE),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "behind a load balancer set api_base_uri, or enable_host_header, or "
            "enable_proxy_headers_parsing"
        ),
        "the API talks to RabbitMQ, not to the database",
        "every daemon process starts a heartbeat thread in the import, which reports by RPC",
        "RDO's unit has no openstack- prefix",
    ),
)
