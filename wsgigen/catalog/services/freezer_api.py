"""Freezer: the Backup API.

Source
    freezer-api: freezer_api/wsgi.py, freezer_api/service.py, freezer_api/common/config.py,
        etc/freezer/freezer-paste.ini at 19.0.0 (2026.2)
    freezer-api: entry_points.txt [wsgi_scripts], etc/freezer/freezer-paste.ini at 13.0.0 (zed)
    freezer-api: 19.0.0 (2026.2) loaded: answers without a token
    openstack/releases: deliverables at 02df7c9; PyPI: freezer-api, the dates of its releases
    Debian 12: package freezer-api 13.0.0-2
    openstack/rpm-packaging: openstack/freezer-api/freezer-api.spec.j2 at 002c3f7
"""

from functools import partial

from wsgigen.catalog.choices import Family
from wsgigen.catalog.model import (
    Account,
    Application,
    Companion,
    Config,
    Health,
    Service,
    ThreadLimit,
)

_ACCOUNT = partial(Account, "freezer", "freezer")

SERVICE = Service(
    name="freezer-api",
    title="Backup API",
    project="freezer-api",
    distribution="freezer-api",
    applications=(
        Application("freezer_api.wsgi", since="2026.1"),
        Application("freezer_api.service", "initialize_app", call=(), until="2025.2"),
    ),
    port=9090,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="freezer-api", unit="freezer-api.service"),
        Family.SUSE: _ACCOUNT(package="openstack-freezer-api"),  # the package has no unit
    },
    config=Config(
        files=("/etc/freezer/freezer-api.conf",),
        argv=True,
        note="the paste file is freezer-paste.ini, from [paste_deploy] config_file",
    ),
    health=Health("/healthcheck", (200,)),
    mode=None,
    needs=("database", "keystone"),
    companions=(Companion("freezer-scheduler", None, "one per host, on the side of the agent"),),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        "/ answers 300: check /healthcheck",
        "/etc/freezer/healthcheck_disable, when it exists, turns /healthcheck into 503",
        (
            "nothing was released for 2024.1 and 2024.2: 15.0.0 of 2023.2 is the last before "
            "16.0.0 of 2025.1"
        ),
    ),
)
