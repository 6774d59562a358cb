from dataclasses import replace
from pathlib import Path

import pytest

from wsgigen.app.catalogue import services
from wsgigen.catalog.model import RELEASES, Service
from wsgigen.plan.releases import application_in, release_of
from wsgigen.registry import find

FREEZE = Path(__file__).resolve().parents[2] / "live/openstack-2026.1.txt"


def service(name: str) -> Service:
    found: Service = find("wsgigen.catalog.services", name, "SERVICE")
    return found


@pytest.mark.parametrize(
    ("name", "version", "release"),
    [
        *(
            ("keystone", "2:22.0.2-0+deb12u6", "zed"),
            ("placement", "8.0.0-2", "zed"),
            ("glance-api", "2:25.1.0-2+deb12u5", "zed"),
        ),
        *(
            ("nova-api", "2:26.2.2-1~deb12u5", "zed"),
            ("octavia-api", "11.0.0-2+deb12u1", "zed"),
            ("heat-api", "1:19.0.0-3", "zed"),
        ),
        *(
            ("keystone", "2:27.0.0-3+deb13u6", "2025.1"),
            ("placement", "13.0.0-1", "2025.1"),
            ("watcher-api", "14.0.0-1", "2025.1"),
        ),
        *(
            ("glance-api", "2:30.0.0-3+deb13u5", "2025.1"),
            ("neutron-api", "2:26.0.3-0+deb13u3", "2025.1"),
        ),
        *(
            ("keystone", "2:25.0.0-0ubuntu1.4", "2024.1"),
            ("keystone", "29.0.2", "2026.1"),
            ("keystone", "30.0.0.0rc1", "2026.2"),
        ),
        *(
            ("keystone", "21.9.0", None),
            ("keystone", "31.0.0", None),
            ("keystone", "", None),
            ("keystone", "latest", None),
        ),
        *(("ironic-api", "1:29.0.5-0+deb13u3", None), ("swift-proxy", "2.35.1-0", None)),
    ],
)
def test_a_version_tells_its_release(name, version, release):
    assert release_of(service(name), version) == release


def test_services_that_run_together_are_of_one_release():
    freeze = dict(line.split("==") for line in FREEZE.read_text().splitlines() if "==" in line)
    told = {
        one.name: release_of(one, freeze[one.distribution])
        for one in services()
        if one.distribution in freeze
    }
    assert told == {"keystone": "2026.1", "placement": "2026.1", "glance-api": "2026.1"}


def test_every_release_has_one_entrypoint_of_a_service():
    keystone = service("keystone")
    assert {application_in(keystone, one).module for one in RELEASES} == {
        "keystone.server.wsgi",
        "keystone.wsgi.api",
    }
    assert application_in(keystone, "2024.2").module == "keystone.server.wsgi"
    assert application_in(keystone, "2025.1").module == "keystone.wsgi.api"
    assert (
        application_in(replace(keystone, applications=keystone.applications[:1]), "2024.2") is None
    )
