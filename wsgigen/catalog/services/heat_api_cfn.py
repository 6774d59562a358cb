"""Heat: the CloudFormation API.

Source
    heat: heat/wsgi/cfn.py, heat/api/cfn/wsgi.py, etc/heat/api-paste.ini at 27.0.1 (2026.2)
    heat: heat/httpd/heat_api_cfn.py, entry_points.txt at 19.0.0 (zed) and 23.0.0 (2024.2)
    heat: etc/heat/httpd/heat-api-cfn.conf at 526defd
    heat: 26.x (2026.1) loaded with its database on SQLite: answers without a token
    puppet-heat: manifests/wsgi/ at 5377c41 (Content-Type, AllowEncodedSlashes)
    heat-operator (openstack-k8s-operators): at e29bb0b, threads
    rdo-packages/heat-distgit: openstack-heat.spec, openstack-heat-api-cfn.service at d578c3a
    Debian 12: package heat-api-cfn 1:19.0.0-3
    Ubuntu 24.04: package heat-api-cfn 1:22.0.0-0ubuntu1
    openstack/rpm-packaging: openstack/heat/heat.spec.j2 at 0f881b5,
        openstack/heat/openstack-heat-api-cfn.service at e750411
    OpenStack High Availability Guide: https://docs.openstack.org/ha-guide/intro-os-ha-state.html
        (stateless APIs)
"""

from functools import partial

from wsgigen.catalog.choices import Family, Mode
from wsgigen.catalog.model import Account, Application, Config, Health, Service, ThreadLimit

_ACCOUNT = partial(Account, "heat", "heat")

SERVICE = Service(
    name="heat-api-cfn",
    title="CloudFormation API",
    project="heat",
    distribution="openstack-heat",
    first_version=19,
    applications=(
        Application("heat.wsgi.cfn", since="2025.1"),
        Application("heat.httpd.heat_api_cfn", "init_application", call=(), until="2024.2"),
    ),
    port=8000,
    accounts={
        Family.DEBIAN: _ACCOUNT(package="heat-api-cfn", unit="heat-api-cfn.service"),
        Family.UBUNTU: _ACCOUNT(package="heat-api-cfn", unit="heat-api-cfn.service"),
        Family.EL: _ACCOUNT(
            package="openstack-heat-api-cfn", unit="openstack-heat-api-cfn.service"
        ),
        Family.SUSE: _ACCOUNT(
            package="openstack-heat-api-cfn", unit="openstack-heat-api-cfn.service"
        ),
    },
    config=Config(
        files=("/etc/heat/heat.conf",),
        argv=True,
        note=(
            "without arguments oslo.config searches its default directories; the pipeline is "
            "heat-api-cfn of the paste file"
        ),
    ),
    health=Health("/healthcheck", (200,)),
    mode=Mode.ACTIVE_ACTIVE,
    needs=("database", "rabbitmq (RPC to heat-engine)", "keystone (trusts, stack domain)"),
    thread_limits=(ThreadLimit(1, "not known to be safe with more"),),
    timeout=600,  # waits for the same heat-engine as heat-api
    encoded_slashes=True,
    notes=(
        "puppet-heat sets the request header Content-Type to application/json in this vhost",
        "requests carry AWS signatures in Authorization, which must reach the application",
        (
            "heat-api and heat-api-cfn read the same heat.conf but must not share a process group: "
            "each resets the configuration object"
        ),
        "/ answers 300: check /healthcheck",
    ),
)
