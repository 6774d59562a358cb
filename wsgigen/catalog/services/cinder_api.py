"""Cinder: the Block Storage API.

Source
    cinder: cinder/wsgi/api.py, cinder/wsgi/wsgi.py, etc/cinder/api-paste.ini at 29.0.0 (2026.2)
    cinder: cinder/wsgi/wsgi.py at 21.0.0 (zed); release note remove-wsgi-script-84828533aed5b798
    cinder: 28.x (2026.1) loaded with its database on SQLite: answers without a token, database and
        RabbitMQ unreachable
    cinder: doc/source/contributor/high_availability.rst at ab09bc3
    cinder: etc/cinder/api-httpd.conf at ab09bc3 (threads)
    puppet-cinder: manifests/wsgi/apache.pp at 265851c
    puppet-tripleo: manifests/profile/pacemaker/cinder/volume_bundle.pp, backup_bundle.pp at e06f50c
    cinder-operator (openstack-k8s-operators): at 4a60ed8, Timeout and threads
    rdo-packages/cinder-distgit: openstack-cinder.spec, openstack-cinder-api.service at d3a5efd
    Debian 12: package cinder-api 2:21.3.1-1~deb12u1
    Ubuntu 24.04: package cinder-api 2:24.0.0-0ubuntu1, in apache2.service:
        conf-available/cinder-wsgi.conf
    openstack/rpm-packaging: openstack/cinder/cinder.spec.j2 at 2ed6ce2,
        openstack/cinder/openstack-cinder-api.service at 28ca946
    beekhof/osp-ha-deploy: pcmk/*.scenario (the daemons beside the API)
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

_ACCOUNT = partial(Account, "cinder", "cinder")

SERVICE = Service(
    name="cinder-api",
    title="Block Storage API",
    project="cinder",
    distribution="cinder",
    first_version=21,
    applications=(
        Application("cinder.wsgi.api", since="2025.1"),
        Application("cinder.wsgi.wsgi", "initialize_application", call=(), until="2024.2"),
    ),
    port=8776,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="cinder-api", unit="cinder-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="cinder-api", site="/etc/apache2/conf-available/cinder-wsgi.conf"
        ),
        Family.EL: _ACCOUNT(
            package="openstack-cinder",
            unit="openstack-cinder-api.service",
            arguments=words("""
                --config-file /usr/share/cinder/cinder-dist.conf
                --config-file /etc/cinder/cinder.conf
            """),
        ),
        Family.SUSE: _ACCOUNT(package="openstack-cinder-api", unit="openstack-cinder-api.service"),
    },
    config=Config(
        files=("/etc/cinder/cinder.conf",),
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
        "rabbitmq (RPC to scheduler and volume)",
        "keystone",
        "glance",
        "nova (attach)",
        "barbican or another castellan backend (encryption)",
    ),
    needs_to_start=(
        "database (the import blocks while it is unreachable)",
        "coordination backend (started in the import)",
    ),
    companions=(
        Companion("cinder-scheduler", Mode.ACTIVE_ACTIVE),
        Companion(
            "cinder-volume",
            Mode.ACTIVE_PASSIVE,
            "unless a cluster is configured and the driver supports active/active",
        ),
        Companion(
            "cinder-backup", Mode.ACTIVE_PASSIVE, "as TripleO runs it; upstream has locks per node"
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "a synchronous RPC takes up to rpc_response_timeout, 60 s: the timeouts of httpd and "
            "of every proxy must exceed it"
        ),
        "/ answers 300 and /v3/ needs a token: check /healthcheck",
        (
            "the older OpenStack HA guide calls the API active/passive; TripleO and osp-ha-deploy "
            "run it as a clone"
        ),
    ),
)
