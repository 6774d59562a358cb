"""A unit whose private /tmp and /var/tmp somebody removed: what brings them back, and loses nothing."""

import pytest

from tests.hosts.deployed import PORTS, Clients, answers, daemons, deploy, start, unit
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

#: Needs both directories at every request.
_APPLICATION = """\
import os, tempfile

def application(environ, start_response):
    for directory in ("/tmp", "/var/tmp"):
        tempfile.NamedTemporaryFile(dir=directory).close()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
_COMMANDS = {
    "per-service": "systemctl reload wsgi-hello",
    "single": "systemctl start wsgi-recycle@hello",
}


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(params=list(_COMMANDS))
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(here: Lab, kind: Kind, layout: str) -> Host:
    (made,) = here.hosts(kind, f"tmp-{kind.name}-{layout}-{len(here.members)}")
    deploy(made, layout)
    (made.root / "srv/apps/hello.py").write_text(_APPLICATION)
    start(made)
    assert answers(made, "hello")
    return made


def remove(host: Host, layout: str) -> list[str]:
    """Remove what a cleaner that knows nothing of systemd removes, and return the paths."""
    name = unit(host, layout, "hello")
    found = host.says(
        "find", "/tmp", "/var/tmp", "-maxdepth", "1", "-name", f"systemd-private-*-{name}.service-*"
    ).split()
    assert len(found) == 2
    host.run("rm", "-r", *found)
    host.until(lambda: not answers(host, "hello"), "an application without its /tmp", 30)
    return found


def invocation(host: Host, layout: str) -> str:
    """Return what a restart of the unit changes, and a reload does not."""
    name = unit(host, layout, "hello")
    return host.says("systemctl", "show", "--property=InvocationID", "--value", name)


def test_a_reload_brings_them_back_and_loses_nothing(host, layout):
    remove(host, layout)
    before, old = invocation(host, layout), daemons(host, "hello")
    with Clients(host, {PORTS["slow"]: "?seconds=0.2"}) as clients:
        host.run("sh", "-c", _COMMANDS[layout], seconds=60)
        assert answers(host, "hello")
    assert not daemons(host, "hello") & old
    assert clients.lost(PORTS["slow"]) == 0
    assert clients.of(PORTS["slow"])
    assert invocation(host, layout) == before, "no restart"
    host.run("sh", "-c", _COMMANDS[layout], seconds=60)
    said = host.says(
        "journalctl", "--output=cat", "--grep=somebody removed the private"
    ).splitlines()
    assert [line.split(":")[0] for line in said] == [
        f"somebody removed the private {path} of httpd" for path in ("/tmp", "/var/tmp")
    ], "said once"


def test_a_directory_of_somebody_else_in_their_place_is_refused(host, layout):
    planted = remove(host, layout)[0]
    host.run("install", "-d", "-o", "hello", planted, f"{planted}/tmp")
    assert host.run("sh", "-c", _COMMANDS[layout], check=False, seconds=60).returncode
    assert f"{planted} is not a directory of root's" in host.says(
        "journalctl", "--output=cat", "--grep=needs a restart"
    )
    host.run("systemctl", "restart", unit(host, layout, "hello"), seconds=60)
    assert answers(host, "hello")
