"""The generated tree boots with services that no one here built: Keystone, Placement and Glance as Debian packages them."""

import pytest

from tests.hosts.cloud import prepare, use
from tests.hosts.deployed import start
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.test_boots import LAYOUTS, SERVED, healthy
from tests.hosts.tree import OPENSTACK, Kind


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=OPENSTACK, ids=lambda one: one.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(scope="module")
def host(here: Lab, kind: Kind, layout: str) -> Host:
    """A host that serves the three and two small applications."""
    (made,) = here.hosts(kind, f"cloud-{kind.suite}-{layout}")
    prepare(made, layout)
    start(made)
    return made


def test_every_api_serves_and_no_unit_failed(host):
    assert use(host)
    healthy(host)


def test_all_come_back_after_a_reboot(host, kind, layout):
    before = use(host)
    host.reboot()
    assert use(host) != before
    assert before in host.says("ls", "/var/lib/glance/images")
    healthy(host)
    what = "Keystone, Placement and Glance of Debian, two applications"
    keep(Row("served", {"services": what, "layout": layout, "host": kind.name}, SERVED))
