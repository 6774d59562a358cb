"""Hosts leave nothing behind, whatever ends the tests, and never boot on the machine's own /tmp."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hosts.cluster import cluster
from tests.hosts.conftest import lacking
from tests.hosts.evidence import Row, keep
from tests.hosts.host import _PID_1, cgroups, lab, sweep
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, HERE, packaged, tree
from tests.live.serving import missing

_TESTS = f"""
import signal
import time
from tests.hosts.host import lab
from tests.hosts.tree import {DEBIAN_12.name.upper().replace("-", "_")} as kind
signal.signal(signal.SIGINT, signal.default_int_handler)  # who was started behind `&` ignores it
with lab() as here:
    here.hosts(kind, "one", "two")
    print(here.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def able() -> None:
    if what := lacking():
        missing(f"{what}: no host was booted")
    tree(DEBIAN_12)


def traces(name: str) -> list[str]:
    """Return what the kernel and /var/tmp still have of a lab."""
    spaces = subprocess.run(
        ["ip", "netns", "list"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = [
        line
        for line in (*spaces, *Path("/proc/self/mounts").read_text().splitlines())
        if name in line
    ]
    return found + [
        str(path) for top in (cgroups(), Path("/var/tmp")) for path in top.glob(f"*{name}*")
    ]


def test_what_killed_tests_leave_is_removed_by_the_next():
    process = subprocess.Popen(
        [sys.executable, "-c", _TESTS], cwd=HERE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    name = process.stdout.readline().strip()
    assert len(traces(name)) > 5
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert traces(name), "nobody could clean up"
    sweep()
    assert traces(name) == []


def test_labs_whose_tests_run_are_left_alone():
    process = subprocess.Popen(
        [sys.executable, "-c", _TESTS], cwd=HERE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    name = process.stdout.readline().strip()
    try:
        before = traces(name)
        sweep()
        assert traces(name) == before
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
    assert traces(name) == [], "an interrupt cleans up"


def test_a_host_without_a_tmp_of_its_own_is_refused(tmp_path):
    """systemd-tmpfiles empties /tmp at boot; where the mount on it is missing, nothing boots."""
    (tmp_path / "root").mkdir()
    for name in ("proc", "sys/fs/cgroup", "run", "tmp", "dev"):
        (tmp_path / "root" / name).mkdir(parents=True)
    broken = _PID_1.replace(
        "for own in run tmp dev; do mount -t", "for own in run dev; do mount -t"
    )
    assert broken != _PID_1
    command = [
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--uts",
        "--ipc",
        "--cgroup",
        "sh",
        "-c",
        broken,
        "pid1",
        tmp_path / "root",
        "one",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "no tmp of its own: refused\n"), done.stderr


@pytest.mark.parametrize("kind", [DEBIAN_12, DEBIAN_13], ids=lambda one: one.name)
def test_hosts_and_a_cluster_are_there_soon(kind):
    """How soon is kept, not asserted."""
    tree(kind)
    with lab() as here:
        begin = time.monotonic()
        for host in here.hosts(kind, "one", "two", "three"):
            assert host.says("cat", "/proc/1/comm") == "systemd"
        booted = time.monotonic() - begin
        for host in list(here.members):
            host.remove()
        begin = time.monotonic()
        cluster(here, kind, "one", "two", "three")
        formed = time.monotonic() - begin
    keep(
        Row(
            "boots",
            {"host": kind.name},
            {"three hosts": f"{booted:.1f} s", "a cluster of three": f"{formed:.1f} s"},
        )
    )


@pytest.mark.parametrize("kind", [DEBIAN_12, DEBIAN_13], ids=lambda one: one.name)
def test_a_tree_has_no_file_of_a_package_that_only_this_machine_has(kind):
    """dpkg would ask which to keep when a host installs that package, and fail."""
    settings = tree(kind) / "etc/apt/apt.conf.d"
    names = sorted(path.name for path in settings.iterdir())
    assert "01autoremove" in names, "apt's own is there"
    listed = {
        line
        for file in settings.parents[2].glob("var/lib/dpkg/info/*.list")
        for line in file.read_text().splitlines()
    }
    brought = packaged("/etc/apt/apt.conf.d", names)
    strange = [
        name for name in names if name in brought and f"/etc/apt/apt.conf.d/{name}" not in listed
    ]
    assert strange == [], "rm -rf the trees, which are of earlier tests, when no test runs"
