"""Keystone: the Identity API.

Source
    keystone: keystone/wsgi/api.py, keystone/server/flask/core.py,
        keystone/server/flask/application.py at 30.0.0 (2026.2)
    keystone: setup.cfg [wsgi_scripts] at the tags of zed to 2025.1; release note
        remove-wsgi-scripts-615b97ee4d6e0de2
    keystone: 29.0.2 (2026.1) run under Apache 2.4.71 with mod_wsgi 4.9.4: answers without a token,
        missing keys, missing directory
    oslo.middleware: oslo_middleware/sizelimit.py, max_request_body_size
    puppet-keystone: manifests/wsgi/apache.pp at d00caf1
    keystone-operator (openstack-k8s-operators): at c9c3dbc, threads
    rdo-packages/keystone-distgit: openstack-keystone.spec at 9b226a2
    Debian 12: package keystone 2:22.0.2-0+deb12u6; its python3-keystone has keystone/server/wsgi.py
        and no keystone/wsgi
    Debian 13: package python3-keystone 2:27.0.0-3+deb13u6 has keystone/wsgi/api.py
    Ubuntu 24.04: package keystone 2:25.0.0-0ubuntu1, in apache2.service:
        sites-available/keystone.conf
    openstack/rpm-packaging: openstack/keystone/keystone.spec.j2 at 01b6836
    crowbar-openstack: keystone/recipes/ha.rb (fernet key rotation)
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

_ACCOUNT = partial(Account, "keystone", "keystone")

SERVICE = Service(
    name="keystone",
    title="Identity API",
    project="keystone",
    distribution="keystone",
    first_version=22,
    applications=(
        Application("keystone.wsgi.api", since="2025.1"),
        Application(
            "keystone.server.wsgi", "initialize_public_application", call=(), until="2024.2"
        ),
    ),
    port=5000,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="keystone", unit="keystone.service"),
        Family.UBUNTU: _ACCOUNT(
            package="keystone", site="/etc/apache2/sites-available/keystone.conf"
        ),
        Family.EL: _ACCOUNT(package="openstack-keystone"),
        Family.SUSE: _ACCOUNT(package="openstack-keystone"),
    },
    config=Config(
        files=("/etc/keystone/keystone.conf",),
        environment={"OS_KEYSTONE_CONFIG_DIR": "/etc/keystone"},
        variable="OS_KEYSTONE_CONFIG_FILES",
        note=(
            "without OS_KEYSTONE_CONFIG_DIR or OS_KEYSTONE_CONFIG_FILES oslo.config searches its "
            "default directories"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "memcached (if [cache] enabled)", "LDAP (if it is the identity backend)"),
    needs_to_start=("fernet key repository",),
    companions=(
        Companion(
            "keystone-fernet-rotate",
            Mode.ACTIVE_PASSIVE,
            "one node rotates the keys and pushes them to all others",
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    max_body=114688,  # the limit of oslo.middleware, which keystone applies itself
    max_header=65536,  # federated identities arrive in header fields
    max_response_header=131072,
    notes=(
        (
            "without its fernet keys the import exits: run keystone-manage fernet_setup before the "
            "first start"
        ),
        "a missing configuration directory is 500 on every request, with Apache up",
        "/ answers 300: check /healthcheck or /v3",
        "port 35357 is only an old endpoint of the same application",
        "Debian's own uWSGI unit runs 32 threads, puppet and RHOSO run 1",
    ),
)
