"""Gnocchi: the Metric API.

Source
    gnocchi: gnocchi/cli/api.py, gnocchi/service.py, gnocchi/rest/api-paste.ini, the script
        gnocchi-api at 4.4.2, 4.6.4, 4.7.0 and 4.7.1
    gnocchi: gnocchi/wsgi/api.py at 4.7.1; doc/source/operating.rst at a72db93
    gnocchi: 4.7.1 loaded with its indexer unreachable: answers without a token
    Ubuntu 25.10: package gnocchi-api 4.7.0 (beside OpenStack 2025.2)
    puppet-gnocchi: manifests/wsgi/apache.pp at a3dd24f
    rdo-packages/gnocchi-distgit: at 9e34427, package, unit and user
    Debian 12: package gnocchi-api 4.4.2-2+deb12u1
    Ubuntu 24.04: package gnocchi-api 4.6.0-0ubuntu2, in apache2.service:
        sites-available/gnocchi-api.conf
    tripleo-heat-templates: 63421ca73, services_to_migrate() (metricd and statsd)
    OpenStack High Availability Guide: Overview of highly available controllers (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Companion, Config, Health, Service

_ACCOUNT = partial(Account, "gnocchi", "gnocchi")

SERVICE = Service(
    name="gnocchi-api",
    title="Metric API",
    project="gnocchi",
    distribution="gnocchi",
    # Gnocchi is versioned by itself. gnocchi.wsgi.api came with 4.7.0, which Ubuntu ships beside
    # 2025.2; what that module and the script gnocchi-api call is in every version, so it does not
    # depend on the series.
    applications=(Application("gnocchi.cli.api", "wsgi", call=()),),
    port=8041,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="gnocchi-api", unit="gnocchi-api.service"),
        Family.UBUNTU: _ACCOUNT(
            package="gnocchi-api", site="/etc/apache2/sites-available/gnocchi-api.conf"
        ),
        Family.EL: _ACCOUNT(package="gnocchi-api", unit="gnocchi-api.service"),
    },
    config=Config(
        files=("/etc/gnocchi/gnocchi.conf",),
        argv=True,
        note="the paste file is inside the package, unless [api] paste_config names another",
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=(
        "database (indexer: MySQL or PostgreSQL)",
        "storage (file, ceph, s3, swift, redis)",
        "keystone (auth_mode keystone)",
    ),
    needs_to_start=(
        "coordination backend (tooz: an unusable one hung the import for more than 150 s)",
    ),
    companions=(
        Companion("gnocchi-metricd", Mode.ACTIVE_ACTIVE),
        Companion("gnocchi-statsd", None),
    ),
    chunked=True,
    encoded_slashes=True,
    notes=(
        "there is no indexer for SQLite",
        "basic authentication needs WSGIPassAuthorization too",
        "upstream's example and Debian's uWSGI unit run 32 threads, puppet runs 1",
        "RDO's unit is gnocchi-api.service, without openstack-",
    ),
)
