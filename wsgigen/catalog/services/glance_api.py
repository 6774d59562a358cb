"""Glance: the Image API.

Source
    glance: glance/wsgi/api.py, glance/common/wsgi_app.py, etc/glance/glance-api-paste.ini at 33.0.0
        (2026.2)
    glance: setup.cfg [wsgi_scripts] at the tags of zed to 2025.2; release note
        remove-wsgi-script-1b6bcc68eba5ef0a
    glance: release notes remove-standalone-glance-api-server-a8f3e2b1c9d4e5f6,
        queens-uwsgi-issues-4cee9e4fdf62c646
    glance: 32.0.0 (2026.1) run under Apache 2.4.71 with mod_wsgi 4.9.4: uploads, chunked and not,
        and answers without a token
    puppet-glance: manifests/wsgi/apache.pp at 5335105
    glance-operator (openstack-k8s-operators): at 65990ce, LimitRequestBody, WSGIChunkedRequest,
        threads
    rdo-packages/glance-distgit: openstack-glance.spec, openstack-glance-api.service at f30f062
    Debian 12: package glance-api 2:25.1.0-2+deb12u5
    Debian 13: package python3-glance 2:30.0.0-3+deb13u5 (2025.1) has no glance/wsgi; the wheels of
        30.0.0 and 31.0.0 have both modules
    Ubuntu 24.04: package glance-api 2:28.0.1-0ubuntu1
    openstack/rpm-packaging: openstack/glance/glance.spec.j2 at 015822e,
        openstack/glance/openstack-glance-api.service at 350c0cf
    beekhof/osp-ha-deploy: pcmk/*.scenario (a file store shared by the nodes)
    kolla-ansible: HAProxy timeouts of glance_api (6 h)
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Companion, Config, Health, Service

_ACCOUNT = partial(Account, "glance", "glance")

SERVICE = Service(
    name="glance-api",
    title="Image API",
    project="glance",
    distribution="glance",
    first_version=25,
    applications=(
        Application("glance.wsgi.api", since="2026.1"),
        Application("glance.common.wsgi_app", "init_app", call=(), until="2025.2"),
    ),
    port=9292,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="glance-api", unit="glance-api.service"),
        Family.UBUNTU: _ACCOUNT(package="glance-api", unit="glance-api.service"),
        Family.EL: _ACCOUNT(package="openstack-glance", unit="openstack-glance-api.service"),
        Family.SUSE: _ACCOUNT(package="openstack-glance-api", unit="openstack-glance-api.service"),
    },
    config=Config(
        files=("/etc/glance/glance-api.conf", "/etc/glance/glance-image-import.conf"),
        environment={"OS_GLANCE_CONFIG_DIR": "/etc/glance"},
        note=(
            "glance-image-import.conf is optional; the paste file comes from [paste_deploy] "
            "config_file"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database",
        "keystone",
        "store (file, rbd, swift, cinder, s3)",
        "rabbitmq (notifications only)",
    ),
    needs_to_start=("store backends", "staging directory"),
    companions=(
        Companion("glance-scrubber", None, "one per node, or from cron"),
        Companion("glance-cache-prefetcher", None, "one per node, or from cron"),
    ),
    timeout=3600,  # the upload of one image
    max_body=0,
    chunked=True,
    notes=(
        (
            "without WSGIChunkedRequest On a chunked upload is 411; httpd's default "
            "LimitRequestBody refuses images over 1 GiB with 413"
        ),
        (
            "set [wsgi] python_interpreter to the interpreter that has glance: sys.executable is "
            "the system's python under mod_wsgi"
        ),
        "every proxy in front needs timeouts and body limits as generous as these",
        "a file store must be shared between the nodes for the API to be active/active",
        "/ answers 300: check /healthcheck or /versions",
    ),
)
