"""Ironic Inspector: the Bare Metal Introspection API.

Source
    ironic-inspector: ironic_inspector/cmd/wsgi.py, ironic_inspector/cmd/__init__.py,
        ironic_inspector/main.py at 12.5.0 (2025.2)
    ironic-inspector: ironic_inspector/common/coordination.py, ironic_inspector/conf at 12.5.0
        (2025.2)
    ironic-inspector: entry_points.txt [wsgi_scripts] at 11.1.0 (zed)
    ironic-inspector: 12.5.0 loaded: answers without a token, what is patched, standalone on,
        coordination unusable
    ironic-operator (openstack-k8s-operators): at 66f6112 (proxied, not WSGI)
    Debian 12: package ironic-inspector 11.1.0-2
    Ubuntu 24.04: package ironic-inspector 1:12.1.0-0ubuntu1
    openstack/rpm-packaging: openstack/ironic-inspector/ironic-inspector.spec.j2 at 0f881b5,
        openstack-ironic-inspector.service at a0bfc8f
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

_ACCOUNT = partial(Account, "ironic-inspector", "ironic-inspector")

SERVICE = Service(
    name="ironic-inspector",
    title="Bare Metal Introspection API",
    project="ironic-inspector",
    distribution="ironic-inspector",
    applications=(Application("ironic_inspector.cmd.wsgi", "initialize_wsgi_app", call=()),),
    port=5050,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="ironic-inspector", unit="ironic-inspector.service"),
        Family.UBUNTU: _ACCOUNT(package="ironic-inspector", unit="ironic-inspector.service"),
        Family.SUSE: _ACCOUNT(
            package="openstack-ironic-inspector-api", unit="openstack-ironic-inspector.service"
        ),
    },
    config=Config(
        files=("/etc/ironic-inspector/inspector.conf",),
        argv=True,
        note=(
            "the default search finds ironic-inspector.conf, as SUSE names it; inspector.conf is "
            "read only when config_files names it"
        ),
    ),
    health=Health(
        "/", (200,), "the healthcheck is off unless [healthcheck] enabled: /healthcheck is 404"
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC to the conductor)", "keystone", "ironic", "swift (optional)"),
    needs_to_start=(
        (
            "coordination backend (memcached on localhost unless [coordination] backend_url says "
            "otherwise)"
        ),
    ),
    companions=(
        Companion("ironic-inspector-conductor", None, "whether several may run is not known"),
    ),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process"),),
    notes=(
        (
            "the import exits while [DEFAULT] standalone is true, which is its default; upstream "
            "calls false experimental"
        ),
        (
            "the package's unit runs API and conductor in one process: under Apache "
            "ironic-inspector-conductor must run as well"
        ),
        "12.5.0, of 2025.2, is the last release: the project is retired",
        "RHOSO proxies to the daemon instead of running it as WSGI",
    ),
)
