"""Which manager is recommended for what is no service of the catalogue, and with which reason."""

from pathlib import Path

import pytest

from tests.unit.check.judged import view
from tests.unit.given import OWN
from tests.unit.migrate.test_recommendation import NOVA, VOLUME, cib, clone
from wsgigen.migrate.recommendation import recommendations


@pytest.mark.parametrize(
    ("agent", "manager"),
    [
        ('class="systemd" type="memcached.service"', "systemd"),
        ('class="systemd" type="openstack-ceilometer-central"', "systemd"),
        ('class="service" type="memcached"', "systemd"),
        ('class="lsb" type="memcached"', "systemd"),
        ('class="ocf" provider="openstack" type="memcached"', "unknown"),
        ('class="ocf" provider="heartbeat" type="nginx"', "unknown"),
        ('class="systemd" type="haproxy.service"', "systemd"),
        ('class="systemd" type="haproxy2"', "unknown"),
    ],
)
def test_what_left_pacemaker_before_is_known_by_the_unit_that_an_init_system_starts(
    tmp_path: Path, agent: str, manager: str
) -> None:
    (found,) = recommendations(view(tmp_path, None, cib(clone("x", agent))))
    assert found.manager == manager


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (NOVA, "nova-api may run on every node at once"),
        (VOLUME, "cinder-volume may run on one node only"),
        (
            clone("x", 'class="systemd" type="openstack-ceilometer-central"'),
            "ceilometer-central may run on every node at once",
        ),
    ],
)
def test_the_reason_names_the_service(tmp_path: Path, resource: str, why: str) -> None:
    (found,) = recommendations(view(tmp_path, None, cib(resource)))
    assert found.why == why


@pytest.mark.parametrize(
    ("mode", "manager", "why"),
    [
        ("active-active", "systemd", "its services may run on every node at once"),
        ("active-passive", "pacemaker", "reports may run on one node only"),
    ],
)
def test_what_a_layout_serves_in_an_httpd_decides_about_it(
    tmp_path: Path, mode: str, manager: str, why: str
) -> None:
    services = {"keystone": {}, "reports": {**OWN, "mode": mode}}
    profile = {"layout": "single", "manager": "pacemaker", "services": services}
    httpd = '<primitive id="httpd" class="systemd" type="apache2"/>'
    (found,) = recommendations(view(tmp_path, profile, cib(httpd)))
    assert (found.manager, found.why) == (manager, why)
