"""Trove: the Database API.

Source
    trove: trove/cmd/app_wsgi.py, trove/cmd/__init__.py, trove/cmd/common.py, trove/common/wsgi.py
        at 26.0.0 (2026.2)
    trove: etc/trove/api-paste.ini, etc/apache2/trove at 4cdc0cd; trove/cmd/app_wsgi.py at 18.0.0
        (zed)
    trove: 2026.1 loaded with its database on SQLite: answers without a token, what is patched,
        database unreachable
    puppet-trove: manifests/wsgi/apache.pp at 4c951d0
    rdo-packages/trove-distgit: at a6689c1, package, unit and user
    Debian 12: package trove-api 1:18.0.0-2
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

_ACCOUNT = partial(Account, "trove", "trove")

SERVICE = Service(
    name="trove-api",
    title="Database API",
    project="trove",
    distribution="trove",
    first_version=18,
    applications=(Application("trove.cmd.app_wsgi"),),
    port=8779,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="trove-api", unit="trove-api.service"),
        Family.EL: _ACCOUNT(package="openstack-trove-api", unit="openstack-trove-api.service"),
    },
    config=Config(
        files=("/etc/trove/trove.conf",),
        argv=True,
        note="the paste file is api-paste.ini, from [DEFAULT] api_paste_config",
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC)", "keystone", "nova, cinder, neutron, swift, glance"),
    needs_to_start=(
        "database (the engine is set up in the import, which blocks while it is unreachable)",
    ),
    companions=(
        Companion("trove-taskmanager", None),
        Companion("trove-conductor", None),
    ),
    thread_limits=(ThreadLimit(1, "eventlet is monkey patched in the process"),),
    notes=(
        (
            "eventlet patches everything as soon as trove.cmd is imported: keep threads at 1 and "
            "raise processes"
        ),
        (
            "NO_EVENTLET_MONKEYPATCH in the environment turns that off, but trove/common/wsgi.py "
            "still patches sockets; it is not set here"
        ),
        "it would have to be in the service's environment: SetEnv comes too late",
        "upstream's own Apache sample runs 2 threads in spite of the patching",
    ),
)
