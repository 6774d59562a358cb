"""Packages of a tree, installed, upgraded and removed by dpkg on a host that serves.

Keystone and Placement are Debian 12's own. The tests are steps of one story, in this order.
"""

import time
from collections.abc import Iterator

import pytest

from tests.hosts.cloud import configure
from tests.hosts.deployed import Clients, daemons
from tests.hosts.host import Host, Lab
from tests.hosts.tree import OPENSTACK
from tests.live.deb import PROFILE, built
from tests.live.rpm import needed

KEYSTONE, PLACEMENT = 5000, 8778
_PROFILE = PROFILE.replace('"2025.1"', '"zed"').replace(": {}", ": {processes: 1}")
_MORE = _PROFILE.replace("placement: {processes: 1}", "placement: {processes: 2}")
_ENTRY = _MORE.replace(
    "placement: {processes: 2}", "placement: {processes: 2, environment: {A: b}}"
)


@pytest.fixture(scope="module")
def host(here: Lab) -> Iterator[Host]:
    needed("dpkg-buildpackage", "dh")
    (made,) = here.hosts(OPENSTACK[0], "packages")
    configure(made)
    yield made


def put(host: Host, profile: str, version: str) -> str:
    """Build packages of a profile and install them: what dpkg said."""
    top = host.lab.top / version
    top.mkdir()
    there = host.root / "root" / version
    there.mkdir()
    for path in built(top, profile, version).values():
        (there / path.name).write_bytes(path.read_bytes())
    command = f"DEBIAN_FRONTEND=noninteractive dpkg --force-depends --force-confold -i /root/{version}/*.deb"
    return host.run("sh", "-c", command, seconds=180).stdout


def asked(host: Host) -> Clients:
    """Clients of both; Keystone answers 300 at its root."""
    return Clients(host, {KEYSTONE: "", PLACEMENT: ""}, good=frozenset({200, 300}))


def served(host: Host, clients: Clients) -> None:
    """Wait for further answers of both."""
    told = time.monotonic()
    host.until(
        lambda: all(clients.again(port, told) for port in (KEYSTONE, PLACEMENT)),
        "answers of both",
        90,
    )


def test_installed_it_serves_and_is_enabled(host):
    put(host, _PROFILE, "1.0-1")
    with asked(host) as clients:
        served(host, clients)
    assert (
        host.says(
            "systemctl", "is-enabled", "wsgi.target", "wsgi-keystone", "wsgi-placement"
        ).split()
        == ["enabled"] * 3
    )
    assert host.says("systemctl", "list-units", "--failed", "--no-legend", "--plain") == ""


def test_it_comes_back_after_a_reboot(host):
    host.reboot()
    with asked(host) as clients:
        served(host, clients)


def test_an_upgrade_to_the_same_replaces_no_process_and_loses_no_request(host):
    before = daemons(host, "keystone"), daemons(host, "placement")
    with asked(host) as clients:
        served(host, clients)
        put(host, _PROFILE, "1.0-2")
        served(host, clients)
    assert (clients.lost(KEYSTONE), clients.lost(PLACEMENT)) == (0, 0)
    assert (daemons(host, "keystone"), daemons(host, "placement")) == before


def test_an_upgrade_that_needs_a_restart_of_one_leaves_the_other_alone(host):
    before = daemons(host, "keystone")
    with asked(host) as clients:
        served(host, clients)
        put(host, _MORE, "1.0-3")
        served(host, clients)
    assert clients.lost(KEYSTONE) == 0
    assert daemons(host, "keystone") == before
    assert len(daemons(host, "placement")) == 2


def test_an_upgrade_that_needs_a_reload_replaces_the_processes_and_loses_no_request(host):
    before = daemons(host, "placement")
    with asked(host) as clients:
        served(host, clients)
        put(host, _ENTRY, "1.0-4")
        served(host, clients)
    assert (clients.lost(KEYSTONE), clients.lost(PLACEMENT)) == (0, 0)
    assert not daemons(host, "placement") & before


def test_one_that_is_removed_stops_alone(host):
    with asked(host) as clients:
        served(host, clients)
        host.run("dpkg", "--purge", "openstack-placement-wsgi")
    assert clients.lost(KEYSTONE) == 0
    assert host.says("systemctl", "is-active", "wsgi-placement", "wsgi-keystone").split() == [
        "inactive",
        "active",
    ]
    assert host.says("systemctl", "list-units", "--failed", "--no-legend", "--plain") == ""
