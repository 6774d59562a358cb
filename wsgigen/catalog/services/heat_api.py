"""Heat: the Orchestration API.

Source
    heat: heat/wsgi/api.py, heat/api/openstack/wsgi.py, etc/heat/api-paste.ini at 27.0.1 (2026.2)
    heat: heat/httpd/heat_api.py, entry_points.txt at 19.0.0 (zed) and 23.0.0 (2024.2)
    heat: etc/heat/httpd/heat-api.conf at 526defd
    heat: 26.x (2026.1) loaded with its database on SQLite: answers without a token, database and
        RabbitMQ unreachable
    puppet-heat: manifests/wsgi/apache_api.pp at 5377c41
    heat-operator (openstack-k8s-operators): at e29bb0b, Timeout and threads
    tripleo-heat-templates: deployment/heat/heat-api-container-puppet.yaml, stable/victoria
        (Timeout)
    rdo-packages/heat-distgit: openstack-heat.spec, openstack-heat-api.service at d578c3a
    Debian 12: package heat-api 1:19.0.0-3
    Ubuntu 24.04: package heat-api 1:22.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/heat/heat.spec.j2 at 0f881b5,
        openstack/heat/openstack-heat-api.service at e750411
    beekhof/osp-ha-deploy: pcmk/*.scenario (heat-engine)
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

_ACCOUNT = partial(Account, "heat", "heat")

SERVICE = Service(
    name="heat-api",
    title="Orchestration API",
    project="heat",
    distribution="openstack-heat",
    first_version=19,
    applications=(
        Application("heat.wsgi.api", since="2025.1"),
        Application("heat.httpd.heat_api", "init_application", call=(), until="2024.2"),
    ),
    port=8004,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="heat-api", unit="heat-api.service"),
        Family.UBUNTU: _ACCOUNT(package="heat-api", unit="heat-api.service"),
        Family.EL: _ACCOUNT(
            package="openstack-heat-api",
            unit="openstack-heat-api.service",
            arguments=words("""
                --config-file /usr/share/heat/heat-dist.conf
                --config-file /etc/heat/heat.conf
            """),
        ),
        Family.SUSE: _ACCOUNT(package="openstack-heat-api", unit="openstack-heat-api.service"),
    },
    config=Config(
        files=("/etc/heat/heat.conf",),
        argv=True,
        note=(
            "without arguments oslo.config searches its default directories; the paste file comes "
            "from [paste_deploy]"
        ),
    ),
    health=Health("/healthcheck", (200,), "the body is empty"),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC to heat-engine)", "keystone (trusts, stack domain)"),
    companions=(Companion("heat-engine", Mode.ACTIVE_ACTIVE),),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    timeout=600,  # as TripleO sets it: the engine answers when it has gone through the template
    encoded_slashes=True,
    notes=(
        (
            "heat-api and heat-api-cfn read the same heat.conf but must not share a process group: "
            "each resets the configuration object"
        ),
        "/ answers 300: check /healthcheck",
    ),
)
