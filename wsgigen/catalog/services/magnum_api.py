"""Magnum: the Container Infrastructure Management API.

Source
    magnum: magnum/wsgi/api.py, etc/magnum/api-paste.ini at 23.0.0 (2026.2)
    magnum: magnum/api/app.py at 15.0.0 (zed); setup.cfg [wsgi_scripts] at the tags of zed to 2025.2
    magnum: 22.x (2026.1) loaded: answers without a token, database and RabbitMQ unreachable
    puppet-magnum: manifests/wsgi/apache.pp at 0cc7017
    rdo-packages/magnum-distgit: openstack-magnum.spec, openstack-magnum-api.service at 66e9121
    Debian 12: package magnum-api 15.0.1-4
    Ubuntu 24.04: package magnum-api 18.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/magnum/magnum.spec.j2 at 04adccd,
        openstack/magnum/openstack-magnum-api.service at 03d8602
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

_ACCOUNT = partial(Account, "magnum", "magnum")

SERVICE = Service(
    name="magnum-api",
    title="Container Infrastructure Management API",
    project="magnum",
    distribution="magnum",
    first_version=15,
    applications=(
        Application("magnum.wsgi.api", since="2025.2"),
        Application("magnum.api.app", "build_wsgi_app", call=(), until="2025.1"),
    ),
    port=9511,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="magnum-api", unit="magnum-api.service"),
        Family.UBUNTU: _ACCOUNT(package="magnum-api", unit="magnum-api.service"),
        Family.EL: _ACCOUNT(package="openstack-magnum-api", unit="openstack-magnum-api.service"),
        Family.SUSE: _ACCOUNT(package="openstack-magnum-api", unit="openstack-magnum-api.service"),
    },
    config=Config(
        files=("/etc/magnum/magnum.conf",),
        argv=True,
        note=(
            "without arguments oslo.config searches its default directories; the paste file comes "
            "from [api] api_paste_config"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (RPC to magnum-conductor)",
        "keystone (trusts)",
        "heat, nova, neutron, glance, cinder, octavia, barbican (magnum-conductor)",
    ),
    needs_to_start=("cluster drivers (entry points)",),
    companions=(Companion("magnum-conductor"),),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "upstream ships no sample for Apache, and RHOSO has no operator for it: this is the "
            "least trodden path"
        ),
    ),
)
