"""Manila: the Shared File Systems API.

Source
    manila: manila/wsgi/api.py, manila/wsgi/wsgi.py, etc/manila/api-paste.ini at 23.0.1 (2026.2)
    manila: manila/wsgi/wsgi.py at 15.0.0 (zed); release note
        remove-manila-wsgi-script-07f9a4d00a165f4c
    manila: 22.x (2026.1) loaded: answers without a token, database and RabbitMQ unreachable
    manila: httpd/mod_wsgi-manila.conf at d288778 (threads)
    manila: doc/source/admin/cephfs_driver.rst
    puppet-manila: manifests/wsgi/apache.pp at 49c4984
    puppet-tripleo: manifests/profile/pacemaker/manila/share_bundle.pp,
        manifests/profile/pacemaker/ceph_nfs.pp at e06f50c
    manila-operator (openstack-k8s-operators): at 649b42c, threads
    rdo-packages/manila-distgit: openstack-manila.spec, openstack-manila-api.service at 88cbf8c
    Debian 12: package manila-api 1:15.1.0-2
    Ubuntu 24.04: package manila-api 1:18.0.1-0ubuntu2
    openstack/rpm-packaging: openstack/manila/manila.spec.j2 at 04adccd,
        openstack/manila/openstack-manila-api.service at b9408d5
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

_ACCOUNT = partial(Account, "manila", "manila")

SERVICE = Service(
    name="manila-api",
    title="Shared File Systems API",
    project="manila",
    distribution="manila",
    first_version=15,
    applications=(
        Application("manila.wsgi.api", since="2025.2"),
        Application("manila.wsgi.wsgi", "initialize_application", call=(), until="2025.1"),
    ),
    port=8786,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="manila-api", unit="manila-api.service"),
        Family.UBUNTU: _ACCOUNT(package="manila-api", unit="manila-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-manila",
            unit="openstack-manila-api.service",
            arguments=words("""
                --config-file /usr/share/manila/manila-dist.conf
                --config-file /etc/manila/manila.conf
            """),
        ),
        Family.SUSE: _ACCOUNT(package="openstack-manila-api", unit="openstack-manila-api.service"),
    },
    config=Config(
        files=("/etc/manila/manila.conf",),
        argv=True,
        note=(
            "without arguments oslo.config searches its default directories; the paste file comes "
            "from [wsgi] api_paste_config"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "rabbitmq (RPC)",
        "keystone",
        "neutron, nova, cinder, glance, barbican (by driver)",
    ),
    companions=(
        Companion("manila-scheduler"),
        Companion("manila-data"),
        Companion("manila-share", Mode.ACTIVE_PASSIVE, "one owner per backend"),
        Companion(
            "ceph-nfs",
            Mode.ACTIVE_PASSIVE,
            "ganesha with an address of its own, where CephFS is served by NFS",
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "OS_MANILA_DISABLE_EVENTLET_PATCHING concerns the other daemons: the API under WSGI "
            "uses native threads"
        ),
        "/ answers 300 and /v2/ needs a token: check /healthcheck",
    ),
)
