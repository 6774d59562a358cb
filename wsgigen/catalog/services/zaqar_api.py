"""Zaqar: the Messaging API.

Source
    zaqar: zaqar/transport/wsgi/app.py, zaqar/transport/wsgi/driver.py,
        zaqar/transport/wsgi/version.py at 23.0.1 (2026.2)
    zaqar: zaqar/transport/middleware/auth.py, zaqar/common/transport/wsgi/helpers.py at 23.0.1
        (2026.2)
    zaqar: zaqar/transport/wsgi/app.py at 15.0.0 (zed)
    zaqar: the WSGI transport of 23.0.1 run on stubs of its stores: answers without a token, with
        and without keystone
    zaqar: 2026.1 loaded: message store unreachable
    puppet-zaqar: manifests/wsgi/apache.pp at f2eaf19
    rdo-packages/zaqar-distgit: openstack-zaqar.spec, openstack-zaqar.service,
        openstack-zaqar@.service at b55c9af
    openstack/rpm-packaging: openstack/zaqar/zaqar.spec.j2 at 0f881b5,
        openstack/zaqar/openstack-zaqar-server.service at 30843b9
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

_ACCOUNT = partial(Account, "zaqar", "zaqar")

SERVICE = Service(
    name="zaqar-api",
    title="Messaging API",
    project="zaqar",
    distribution="zaqar",
    first_version=15,
    applications=(Application("zaqar.transport.wsgi.app"),),
    port=8888,
    accounts={
        Family.EL: _ACCOUNT(package="openstack-zaqar", unit="openstack-zaqar.service"),
        Family.SUSE: _ACCOUNT(
            package="openstack-zaqar-server", unit="openstack-zaqar-server.service"
        ),
    },
    config=Config(
        files=("/etc/zaqar/zaqar.conf",),
        note=(
            "only oslo.config's default directories: it parses an empty command line and reads no "
            "variable"
        ),
    ),
    health=Health(
        "/", (300,), "the only path without authentication; it does not look at the stores"
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "management store (mongodb, redis, SQL)",
        "message store (redis, mongodb, swift)",
        "keystone",
    ),
    needs_to_start=("message store (the import raises InvalidDriver while it is unreachable)",),
    companions=(
        Companion(
            "zaqar-server (websocket)",
            None,
            "websockets, so it cannot be WSGI; openstack-zaqar@2.service in RDO",
        ),
        Companion("zaqar-gc", None),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "/v2/ping is no check for a load balancer: it is 401 without a token, and 400 without "
            "Client-ID where keystone is off"
        ),
        (
            "the import fails while the message store is unreachable, and every request is 500 "
            "until it is back"
        ),
        "[drivers] transport is forced to wsgi",
        "the websocket transport listens on 9000 and stays a daemon of its own",
    ),
)
