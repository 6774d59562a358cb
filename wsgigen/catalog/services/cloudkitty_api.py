"""CloudKitty: the Rating API.

Source
    cloudkitty: cloudkitty/wsgi/api.py, cloudkitty/api/app.py, cloudkitty/service.py at 25.0.0
        (2026.2)
    cloudkitty: entry_points.txt [wsgi_scripts] at 17.0.0 (zed); etc/cloudkitty/api_paste.ini,
        etc/apache2/cloudkitty at 4595e09
    cloudkitty: doc/source/admin/configuration at 4595e09 (coordination_url)
    cloudkitty: 2026.1 loaded: answers without a token, database, RabbitMQ and keystone unreachable
    puppet-cloudkitty: manifests/wsgi/apache.pp at a0691f8
    telemetry-operator (openstack-k8s-operators): at 001a834, processes and threads
    rdo-packages/cloudkitty-distgit: at bd82ade, package, unit, user and arguments
    Debian 12: package cloudkitty-api 17.0.0-3
    Ubuntu 24.04: package cloudkitty-api 20.0.0-1ubuntu2
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

_ACCOUNT = partial(Account, "cloudkitty", "cloudkitty")

SERVICE = Service(
    name="cloudkitty-api",
    title="Rating API",
    project="cloudkitty",
    distribution="cloudkitty",
    first_version=17,
    applications=(
        Application("cloudkitty.wsgi.api", since="2025.2"),
        Application("cloudkitty.api.app", "build_wsgi_app", call=(), until="2025.1"),
    ),
    port=8889,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="cloudkitty-api", unit="cloudkitty-api.service"),
        Family.UBUNTU: _ACCOUNT(package="cloudkitty-api", unit="cloudkitty-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-cloudkitty-api",
            unit="cloudkitty-api.service",
            arguments=("--config-file", "/etc/cloudkitty/cloudkitty.conf"),
        ),
    },
    config=Config(
        files=("/etc/cloudkitty/cloudkitty.conf",),
        argv=True,
        note="the paste file is api_paste.ini, with an underscore, from [DEFAULT] api_paste_config",
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "keystone", "gnocchi, prometheus or opensearch (collector and storage)"),
    needs_to_start=(
        "database (the import blocks while it is unreachable)",
        "messaging transport (set up in the import, which does not wait for RabbitMQ)",
    ),
    companions=(
        Companion(
            "cloudkitty-processor", Mode.ACTIVE_ACTIVE, "inferred from its coordination_url option"
        ),
    ),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    notes=(
        (
            "the wheel lacks api_paste.ini: in a virtual environment, copy "
            "etc/cloudkitty/api_paste.ini from the repository"
        ),
        "RDO's unit is cloudkitty-api.service, without openstack-",
        "upstream's Apache sample runs 10 threads, puppet and RHOSO run 1",
    ),
)
