"""The generated tree boots with services that no one here built: Keystone, Placement and Glance as Debian packages them."""

import pytest

from tests.hosts.cloud import prepare, use
from tests.hosts.host import Host, Lab
from tests.hosts.test_boots import LAYOUTS, healthy
from tests.hosts.tree import OPENSTACK


@pytest.fixture(
    scope="module", params=[(kind, layout) for kind in OPENSTACK for layout in LAYOUTS], ids=lambda one: f"{one[0].name}-{one[1]}"
)
def host(request: pytest.FixtureRequest, here: Lab) -> Host:
    """A host that serves the three and two small applications."""
    kind, layout = request.param
    (made,) = here.hosts(kind, f"cloud-{kind.suite}-{layout}")
    prepare(made, layout)
    made.run("systemctl", "start", "wsgi.target", seconds=180)
    return made


def test_every_api_serves_and_no_unit_failed(host):
    assert use(host)
    healthy(host)


def test_all_come_back_after_a_reboot(host):
    before = use(host)
    host.reboot()
    assert use(host) != before
    assert before in host.says("ls", "/var/lib/glance/images")
    healthy(host)
