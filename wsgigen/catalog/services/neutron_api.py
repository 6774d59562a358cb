"""Neutron: the Networking API.

Source
    neutron: neutron/wsgi/api.py, neutron/server/__init__.py, neutron/common/wsgi_utils.py,
        etc/api-paste.ini at 29.0.0 (2026.2)
    neutron: neutron/plugins/ml2/managers.py,
        neutron/plugins/ml2/drivers/ovn/mech_driver/mech_driver.py at 28.0.0 (2026.1)
    neutron: neutron/wsgi/api.py at 25.0.0 (2024.2, patches eventlet) and 26.0.0 (2025.1, does not)
    neutron: neutron/cmd/eventlet/__init__.py, neutron/cmd/eventlet/server/__init__.py,
        neutron/server/__init__.py at 21.0.0 to 24.0.0
    neutron: release note remove-wsgi-script-dfebb60c4a16ef74; doc/source/admin/config-wsgi.rst at
        2131d26
    neutron: 28.x (2026.1) loaded: answers without a token, database and RabbitMQ unreachable
    puppet-neutron: manifests/wsgi/apache.pp at 6ff578e
    neutron-operator (openstack-k8s-operators): at 756f4ac, a proxy in front of neutron-server
    rdo-packages/neutron-distgit: openstack-neutron.spec, neutron-server.service at adee3c8
    Debian 12: package neutron-api 2:21.0.0-7+deb12u1
    Ubuntu 24.04: package neutron-server 2:24.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/neutron/neutron.spec.j2 at 04d8e99,
        openstack/neutron/openstack-neutron-server.service at 409a742
    beekhof/osp-ha-deploy: pcmk/*.scenario (the agents)
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

_ACCOUNT = partial(Account, "neutron", "neutron")

SERVICE = Service(
    name="neutron-api",
    title="Networking API",
    project="neutron",
    distribution="neutron",
    first_version=21,
    applications=(
        Application("neutron.wsgi.api", since="2024.2"),
        Application("neutron.cmd.eventlet.server", "main_api_eventlet", call=(), until="2024.1"),
    ),
    port=9696,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="neutron-api", unit="neutron-api.service"),
        Family.UBUNTU: _ACCOUNT(package="neutron-server", unit="neutron-server.service"),
        Family.EL: _ACCOUNT(
            package="openstack-neutron",
            unit="neutron-server.service",
            arguments=words("""
                --config-file /usr/share/neutron/neutron-dist.conf
                --config-dir /usr/share/neutron/server
                --config-file /etc/neutron/neutron.conf
                --config-file /etc/neutron/plugin.ini
                --config-dir /etc/neutron/conf.d/common
                --config-dir /etc/neutron/conf.d/neutron-server
            """),
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-neutron-server",
            unit="openstack-neutron-server.service",
            arguments=words("""
                --config-file /etc/neutron/neutron.conf
                --config-file /etc/neutron/plugin.ini
            """),
        ),
    },
    config=Config(
        files=("/etc/neutron/neutron.conf", "/etc/neutron/plugins/ml2/ml2_conf.ini"),
        environment={"OS_NEUTRON_CONFIG_DIR": "/etc/neutron"},
        variable="OS_NEUTRON_CONFIG_FILES",
        argv=True,
        note=(
            "the import exits when no configuration file is found; the paste file comes from "
            "[DEFAULT] api_paste_config"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (agents)",
        "keystone",
        "nova (notifications)",
        "placement (optional)",
        "OVN northbound and southbound databases (ML2/OVN)",
    ),
    needs_to_start=(
        "database (the import blocks while it is unreachable)",
        "ML2 mechanism drivers (OVN: connections to its northbound and southbound databases)",
    ),
    companions=(
        Companion(
            "neutron-rpc-server",
            Mode.ACTIVE_ACTIVE,
            "answers the agents: the WSGI process has no RPC server",
        ),
        Companion(
            "neutron-periodic-workers", Mode.ACTIVE_ACTIVE, "the WSGI process runs no periodic task"
        ),
        Companion(
            "neutron-ovn-maintenance-worker",
            None,
            "with ML2/OVN: one per node; how they elect the one that works is not verified",
        ),
        Companion("neutron-dhcp-agent", Mode.ACTIVE_ACTIVE),
        Companion(
            "neutron-l3-agent",
            Mode.ACTIVE_ACTIVE,
            "highly available routers move by VRRP of keepalived",
        ),
        Companion("neutron-metadata-agent", Mode.ACTIVE_ACTIVE),
        Companion("neutron-openvswitch-agent", None, "one per node"),
    ),
    thread_limits=(
        ThreadLimit(1, "eventlet is monkey patched in the process", until="2024.2"),
        ThreadLimit(1, "not known to be safe with more"),
    ),
    encoded_slashes=True,
    notes=(
        (
            "2025.1 to 2026.1: only uWSGI tells it the start time, and from 2025.2 the worker's "
            "number; OVN's hash ring gets random names"
        ),
        (
            "2025.2 and 2026.1: for the same reason ML2 skips the initialisation of its segment "
            "ranges under mod_wsgi"
        ),
        (
            "2026.2: the first worker is elected by a file in the temporary directory named after "
            "the parent's pid; after a graceful reload, which keeps that pid, no worker is first "
            "until httpd is restarted"
        ),
        "all processes of the group must share one writable temporary directory",
        "RHOSO still proxies to an eventlet neutron-server",
    ),
)
