"""Mistral: the Workflow API.

Source
    mistral: mistral/wsgi/__init__.py, mistral/api/app.py, mistral/config.py at 23.0.0 (2026.2)
    mistral: mistral/api/app.py, mistral/api/controllers/root.py, mistral/context.py,
        mistral/config.py at 22.0.0 (2026.1)
    mistral: mistral/api/app.py, mistral/config.py at 15.0.0 (zed); release note
        remove-wsgi-scripts-6aa08ea47ba17855
    mistral: 22.0.0 (2026.1) loaded with [healthcheck] enabled: every path answers 200 with an empty
        body
    mistral: https://bugs.launchpad.net/mistral/+bug/2163387
    puppet-mistral: manifests/wsgi/apache.pp at f36448d
    rdo-packages/mistral-distgit: openstack-mistral.spec, openstack-mistral-api.service at 7f334f6
    Debian 12: package mistral-api 15.0.0-1+deb12u1
    Ubuntu 24.04: package mistral-api 18.0.1-0ubuntu1
    openstack/rpm-packaging: openstack/mistral/mistral.spec.j2 at 00610d3,
        openstack/mistral/openstack-mistral-api.service at 4db8218
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

_ACCOUNT = partial(Account, "mistral", "mistral")

SERVICE = Service(
    name="mistral-api",
    title="Workflow API",
    project="mistral",
    distribution="mistral",
    first_version=15,
    applications=(
        Application("mistral.wsgi", since="2025.2"),
        Application("mistral.api.app", "init_wsgi", call=(), until="2025.1"),
    ),
    port=8989,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="mistral-api", unit="mistral-api.service"),
        Family.UBUNTU: _ACCOUNT(package="mistral-api", unit="mistral-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-mistral-api",
            unit="openstack-mistral-api.service",
            arguments=("--config-file", "/etc/mistral/mistral.conf"),
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-mistral-api",
            unit="openstack-mistral-api.service",
            arguments=("--config-file", "/etc/mistral/mistral.conf"),
        ),
    },
    config=Config(
        files=("/etc/mistral/mistral.conf",),
        environment={"MISTRAL_CONFIG_FILE": "/etc/mistral/mistral.conf"},
        note=(
            "MISTRAL_CONFIG_FILE takes one path, from 2026.1 on; older releases only search the "
            "default directories"
        ),
    ),
    health=Health(
        "/",
        (200,),
        "open by the source, not by a run: 200 proves something only with a body, see the notes",
    ),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC to mistral-engine)", "keystone"),
    companions=(
        Companion("mistral-engine"),
        Companion("mistral-executor"),
        Companion("mistral-event-engine"),
        Companion("mistral-notifier"),
        Companion(
            "mistral-server --server periodic",
            Mode.ACTIVE_PASSIVE,
            "cron triggers: in one place only",
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "do not set [healthcheck] enabled in 22.0.0 (2026.1): with oslo.middleware 8 every "
            "path then answers 200 with an empty body"
        ),
        (
            "cron triggers run in threads of every API process; 2026.2 stops that with "
            "[cron_trigger] run_in_api=False"
        ),
        "from 2025.2 on the import sets oslo.service to its threading backend",
    ),
)
