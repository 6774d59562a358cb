"""Octavia: the Load Balancer API.

Source
    octavia: octavia/wsgi/api.py, octavia/api/app.py, octavia/api/root_controller.py,
        octavia/common/config.py at 19.0.0 (2026.2)
    octavia: octavia/api/app.py, octavia/common/service.py at 11.0.0 (zed); release note
        remove-wsgi-scripts-a66048263bd550c6
    octavia: 18.x (2026.1) loaded: answers without a token, database and RabbitMQ unreachable
    octavia: httpd/octavia-api.conf at 0e6ea11 (threads)
    puppet-octavia: manifests/wsgi/apache.pp at af48662
    octavia-operator (openstack-k8s-operators): at 82a7a50, threads
    rdo-packages/octavia-distgit: openstack-octavia.spec, octavia-api.service at b4e5416
    Debian 12: package octavia-api 11.0.0-2+deb12u1
    Ubuntu 24.04: package octavia-api 1:14.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/octavia/octavia.spec.j2 at 0f881b5,
        openstack/octavia/openstack-octavia-api.service at e750411
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
from wsgigen.catalog.services import words

_ACCOUNT = partial(Account, "octavia", "octavia")

SERVICE = Service(
    name="octavia-api",
    title="Load Balancer API",
    project="octavia",
    distribution="octavia",
    first_version=11,
    applications=(
        Application("octavia.wsgi.api", since="2025.2"),
        Application("octavia.api.app", "setup_app", call=(), until="2025.1"),
    ),
    port=9876,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="octavia-api", unit="octavia-api.service"),
        Family.UBUNTU: _ACCOUNT(package="octavia-api", unit="octavia-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-octavia-api",
            unit="octavia-api.service",
            arguments=words("""
                --config-file /usr/share/octavia/octavia-dist.conf
                --config-file /etc/octavia/octavia.conf
                --config-dir /etc/octavia/conf.d/common
                --config-dir /etc/octavia/conf.d/octavia-api
            """),
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-octavia-api", unit="openstack-octavia-api.service"
        ),
    },
    config=Config(
        files=("/etc/octavia/octavia.conf",),
        argv=True,
        note=(
            "without arguments oslo.config searches its default directories; there is no paste file"
        ),
    ),
    health=Health(
        "/", (200,), "/healthcheck needs [api_settings] healthcheck_enabled, and then answers 204"
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (RPC to octavia-worker)",
        "keystone",
        "neutron",
        "nova, glance, cinder, barbican (amphora)",
        "octavia-driver-agent's unix sockets",
    ),
    needs_to_start=("provider drivers",),
    companions=(
        Companion("octavia-worker"),
        Companion("octavia-health-manager"),
        Companion("octavia-housekeeping"),
        Companion(
            "octavia-driver-agent",
            None,
            "one on every node of the API, which reaches it by unix sockets",
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        "a provider driver that fails to load in the import is left out without an error",
        "the health check exists only at the root: under a path prefix it is 404",
        "RDO's unit has no openstack- prefix",
    ),
)
