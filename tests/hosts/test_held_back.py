"""Debian's own daemons of what wsgigen serves: a condition holds them back, and what becomes of a package whose unit is masked."""

import pytest

from tests.hosts.host import Host, Lab
from tests.hosts.tree import OPENSTACK

_CONFIGURE = ("env", "DEBIAN_FRONTEND=noninteractive", "dpkg-reconfigure", "keystone")
_UNITS = ("keystone.service", "placement-api.service", "glance-api.service")


@pytest.fixture(scope="module", params=OPENSTACK, ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest, here: Lab) -> Host:
    """A host with Debian's packages, whose units are masked."""
    (made,) = here.hosts(request.param, f"held-{request.param.name}")
    return made


def test_a_masked_unit_fails_its_package(host):
    assert host.says("systemctl", "is-enabled", *_UNITS).split() == ["masked"] * 3
    done = host.run(*_CONFIGURE, check=False, seconds=120)
    assert done.returncode != 0
    assert "keystone.service is masked" in done.stdout + done.stderr


def test_a_condition_lets_the_package_be_configured_and_skips_each_start(host):
    host.run("systemctl", "unmask", *_UNITS)
    for unit in _UNITS:
        directory = host.root / f"etc/systemd/system/{unit}.d"
        directory.mkdir()
        (directory / "hold.conf").write_text("[Unit]\nConditionPathExists=/nonexistent\n")
    host.run("systemctl", "daemon-reload")
    for package in ("keystone", "placement-api", "glance-api"):
        host.run(*_CONFIGURE[:-1], package, seconds=120)
        host.run("systemctl", "start", package)
    host.reboot()
    assert host.says("systemctl", "is-active", *_UNITS).split() == ["inactive"] * 3
    assert host.says("systemctl", "--failed", "--no-legend", "--plain") == ""
