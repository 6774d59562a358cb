"""A host that runs what an older version built, before a reload was a handover: nothing is lost on the way, and the way back works.

The tree below `before` is that of deployed.deploy(DEBIAN_12, "per-service") then: probes and heals by units, a reload that replaces
daemon processes, an httpd that has its ports for itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.deployed import bring_wsgigen, deploy, profile, start, write_applications
from tests.hosts.host import Host, Lab
from tests.hosts.load import load
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_BEFORE = Path(__file__).with_name("before")
_UPGRADE = "/usr/libexec/wsgigen/upgrade"
_URL = "http://127.0.0.1:8001/"


@pytest.fixture(params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def host(here: Lab, kind: Kind) -> Iterator[Host]:
    """A host on which the old version serves."""
    (made,) = here.hosts(kind, f"before-{kind.name}-{len(here.members)}")
    write_applications(made)
    put_old(made)
    made.run("sh", "-c", "systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload")
    made.run("systemctl", "preset", "wsgi.target", "wsgi-hello", "wsgi-slow")
    start(made)
    assert slot(made) == ""
    yield made


def put_old(host: Host) -> None:
    """Lay the old tree over *host*, as a package does: what the new one has beyond it goes."""
    host.put(_BEFORE)
    for name in ("brake", "handover", "share-ports"):
        (host.root / "usr/libexec/wsgigen" / name).unlink(missing_ok=True)


def slot(host: Host) -> str:
    """Return what the running httpd says of its slot; "" if it knows of none."""
    addresses = [
        line.rpartition("=")[2]
        for line in (host.root / "usr/share/wsgigen/probes/hello").read_text().splitlines()
        if line.startswith("--slot=")
    ]
    for address in addresses:
        head = host.says("curl", "--silent", "--head", "--max-time", "5", f"{address}:8001")
        for line in head.splitlines():
            if line.startswith("X-Wsgigen-Slot: "):
                return line.split()[1]
    return ""


def main_pid(host: Host) -> str:
    return host.says("systemctl", "show", "--property=MainPID", "--value", "wsgi-hello")


def test_by_build_and_reload(host, kind):
    bring_wsgigen(host)
    (host.root / "root/ctl.yaml").write_text(profile(kind, "per-service"))
    old = main_pid(host)
    with load(host, _URL) as seen:
        built = host.run("/usr/local/bin/wsgigen", "build", "/root/ctl.yaml", "--root", "/")
        assert ", 0 removed" in built.stdout, "probes and heals stay"
        host.run("systemctl", "daemon-reload")
        for wanted in ("hello-b", "hello-a", "hello-b"):
            host.run("systemctl", "reload", "wsgi-hello")
            assert slot(host) == wanted
    assert seen.rate >= 300
    assert seen.lost == 0, seen.printed
    assert main_pid(host) != old


def test_by_package_and_back(host):
    host.run(_UPGRADE, "before")
    with load(host, _URL) as seen:
        deploy(host, "per-service")
        host.run(_UPGRADE, "after")
        assert slot(host) == "hello-b"
    assert seen.lost == 0, seen.printed
    host.run(_UPGRADE, "before")
    put_old(host)
    host.run(_UPGRADE, "after")
    assert slot(host) == ""
    assert host.says("systemctl", "is-active", "wsgi-hello") == "active"
    with load(host, _URL) as seen:
        host.run("systemctl", "reload", "wsgi-hello")
    assert seen.lost == 0, seen.printed
