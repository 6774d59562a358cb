"""A host's way out leads to packages, not into this machine, and ends with the tests."""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.host import Host, Lab, sweep
from tests.hosts.tree import FRESH, HERE
from tests.hosts.uplink import PROGRAM, uplink
from tests.live import serving

_TESTS = """
import time
from tests.hosts.host import lab
from tests.hosts.tree import FRESH
from tests.hosts.uplink import uplink
with lab() as here:
    (host,) = here.hosts(FRESH[0], "one")
    with uplink(host):
        print(here.name, flush=True)
        time.sleep(600)
"""


@pytest.fixture(scope="module")
def host(here: Lab) -> Iterator[Host]:
    if not shutil.which(PROGRAM):
        serving.missing(PROGRAM)
    (made,) = here.hosts(FRESH[0], "out")
    yield made


def connects(host: Host, address: str, port: int) -> bool:
    code = f"import socket; socket.create_connection(('{address}', {port}), 3)"
    return host.run("python3", "-c", code, check=False).returncode == 0


def test_packages_are_had_while_there_is_a_way_out_and_not_after(host):
    update = ("apt-get", "-qq", "--error-on=any", "update")
    with uplink(host):
        host.run(*update, seconds=120)
    assert host.run(*update, check=False, seconds=120).returncode != 0


def test_what_this_machine_serves_on_loopback_is_not_reached(host):
    """10.0.2.2 is this machine, as slirp4netns has it."""
    with uplink(host), socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port), 3).close()
        assert not connects(host, "10.0.2.2", port)
        assert not connects(host, "127.0.0.1", port)


def ways_out(name: str) -> list[str]:
    """The processes that are ways out of a lab."""
    lines = subprocess.run(
        ["pgrep", "-af", f"^{PROGRAM} .*{name}"], capture_output=True, text=True, check=False
    ).stdout
    return lines.splitlines()


def test_a_way_out_ends_with_tests_that_are_killed(host):
    process = subprocess.Popen(
        [sys.executable, "-c", _TESTS], cwd=HERE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    name = process.stdout.readline().strip()
    assert len(ways_out(name)) == 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert serving.until(lambda: not ways_out(name))
    sweep()
    assert not Path("/run/netns", f"{name}-1").exists()
