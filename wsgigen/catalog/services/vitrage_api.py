"""Vitrage: the Root Cause Analysis API.

Source
    vitrage: vitrage/api/app.wsgi, vitrage/api/app.py, vitrage/api/__init__.py at 15.0.1 (2025.2);
        vitrage/api/app.wsgi at 9.0.0 (zed)
    rdo-packages/vitrage-distgit: openstack-vitrage.spec at 92c5599
    Debian 12: package vitrage-api 9.0.0-3.1+deb12u1
    Ubuntu 24.04: package vitrage-api 12.0.0-0ubuntu1
"""

from functools import partial

from wsgigen.catalog.choices import Family
from wsgigen.catalog.model import Account, Application, Companion, Config, Service, ThreadLimit

_ACCOUNT = partial(Account, "vitrage", "vitrage")

SERVICE = Service(
    name="vitrage-api",
    title="Root Cause Analysis API",
    project="vitrage",
    distribution="vitrage",
    first_version=9,
    applications=(Application("vitrage.api", file="app.wsgi"),),
    port=8999,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="vitrage-api", unit="vitrage-api.service"),
        Family.UBUNTU: _ACCOUNT(package="vitrage-api", unit="vitrage-api.service"),
        Family.EL: _ACCOUNT(package="openstack-vitrage-api", unit="openstack-vitrage-api.service"),
    },
    config=Config(
        files=("/etc/vitrage/vitrage.conf",),
        note=(
            "only oslo.config's default directories: it parses an empty command line and reads no "
            "variable"
        ),
    ),
    health=None,
    mode=None,
    needs=("rabbitmq (RPC to vitrage-graph)", "keystone", "database"),
    companions=(Companion("vitrage-graph", None, "the only writer of the graph"),),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        "the callable is in app.wsgi, a file that cannot be imported",
        "the wheel lacks the paste file that [api] paste_config names (api-paste.ini)",
        "15.0.1, of 2025.2, is the last release: there is none for 2026.1 and 2026.2",
        "15.0.1 imports distutils, which Python 3.12 no longer has",
    ),
)
