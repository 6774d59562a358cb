"""Watcher: the Resource Optimization API.

Source
    watcher: watcher/wsgi/api.py, watcher/api/wsgi.py, etc/apache2/watcher at 17.0.0 (2026.2)
    watcher: entry_points.txt [wsgi_scripts] at 9.0.0 (zed); release note
        add-ha-support-b9042255e5b76e42
    watcher: 2026.1 loaded: answers without a token, database, RabbitMQ and keystone unreachable
    puppet-watcher: manifests/wsgi/apache.pp at 451f184
    watcher-operator (openstack-k8s-operators): at a795633, processes and threads
    rdo-packages/watcher-distgit: at a953aba, package, unit and user
    Debian 12: package watcher-api 9.0.0-2+deb12u1
    Ubuntu 24.04: package watcher-api 2:12.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/watcher/watcher.spec.j2 at 0a4a6e9,
        openstack/watcher/openstack-watcher-api.service at 2480e1f
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

_ACCOUNT = partial(Account, "watcher", "watcher")

SERVICE = Service(
    name="watcher-api",
    title="Resource Optimization API",
    project="watcher",
    distribution="python-watcher",
    first_version=9,
    applications=(
        Application("watcher.wsgi.api", since="2025.2"),
        Application("watcher.api.wsgi", "initialize_wsgi_app", call=(), until="2025.1"),
    ),
    port=9322,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="watcher-api", unit="watcher-api.service"),
        Family.UBUNTU: _ACCOUNT(package="watcher-api", unit="watcher-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-watcher-api",
            unit="openstack-watcher-api.service",
            arguments=("--config-file", "/etc/watcher/watcher.conf"),
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-watcher-api", unit="openstack-watcher-api.service"
        ),
    },
    config=Config(files=("/etc/watcher/watcher.conf",), argv=True),
    health=Health("/", (200,), "there is no healthcheck: /healthcheck and /v1 are 401"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (RPC to decision-engine and applier)",
        "keystone",
        "nova, cinder, placement, gnocchi, prometheus, ironic (the engine)",
    ),
    companions=(
        Companion(
            "watcher-decision-engine",
            Mode.ACTIVE_ACTIVE,
            "active/passive works too; a restart cancels the audits that run",
        ),
        Companion("watcher-applier", Mode.ACTIVE_ACTIVE, "active/passive works too"),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "/ answers 200 with the database, RabbitMQ and keystone down: it tells only that the "
            "process serves"
        ),
        "puppet and RHOSO run 1 thread, upstream's sample runs 2",
    ),
)
