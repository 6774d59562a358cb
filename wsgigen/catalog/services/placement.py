"""Placement: the Placement API.

Source
    placement: placement/wsgi/__init__.py, placement/wsgi/api.py at 16.0.0 (2026.2)
    placement: setup.cfg [wsgi_scripts] at the tags of zed to 2025.2; release note
        remove-wsgi-scripts-3823627039fa98bc
    placement: 15.0.0 (2026.1) run under Apache 2.4.71 with mod_wsgi 4.9.4: answers without a token,
        database unreachable
    puppet-placement: manifests/wsgi/apache.pp at 4c1b4f2
    placement-operator (openstack-k8s-operators): at 8f5b392, processes and threads
    rdo-packages/placement-distgit: openstack-placement.spec, placement-api.conf at 3c6ca18
    Debian 12: package placement-api 8.0.0-2; its python3-placement has placement/wsgi.py
    Debian 13: package python3-placement 13.0.0-1 has placement/wsgi/api.py
    Ubuntu 24.04: package placement-api 1:11.0.0-0ubuntu1, in apache2.service:
        sites-available/placement-api.conf
    openstack/rpm-packaging: openstack/openstack-placement/openstack-placement.spec.j2 at 3ba0a00
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Config, Health, Service

_ACCOUNT = partial(Account, "placement", "placement")

SERVICE = Service(
    name="placement",
    title="Placement API",
    project="placement",
    distribution="openstack-placement",
    first_version=8,
    applications=(
        Application("placement.wsgi.api", since="2025.1"),
        Application("placement.wsgi", "init_application", call=(), until="2024.2"),
    ),
    port=8778,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="placement-api", unit="placement-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="placement-api", site="/etc/apache2/sites-available/placement-api.conf"
        ),
        Family.EL: _ACCOUNT(
            package="openstack-placement-api", site="/etc/httpd/conf.d/00-placement-api.conf"
        ),
        # runs in Apache: the package has no unit
        Family.SUSE: _ACCOUNT(package="openstack-placement-api"),
    },
    config=Config(
        files=("/etc/placement/placement.conf",),
        environment={"OS_PLACEMENT_CONFIG_DIR": "/etc/placement"},
        note="has a configuration object of its own, and reads neither sys.argv nor a paste file",
    ),
    health=Health("/", (200,), "the only URL without authentication; /healthcheck is 401"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "keystone (token validation)"),
    needs_to_start=(
        (
            "database (traits and resource classes are synced in the import, which blocks while it "
            "is unreachable)"
        ),
    ),
    chunked=True,
    notes=(
        "kolla-ansible uses port 8780",
        (
            "RDO's package runs it in httpd.service, from /etc/httpd/conf.d/00-placement-api.conf: "
            "take that file out of the way"
        ),
    ),
)
