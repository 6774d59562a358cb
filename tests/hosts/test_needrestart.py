"""Needrestart finds the instances that have loaded an old library, and these hand over."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.hosts.deployed import answers, deploy, start, write_applications
from tests.hosts.host import Host, Lab
from tests.hosts.load import load
from tests.hosts.repack import repack
from tests.hosts.test_handover import main_pid, processes
from tests.hosts.tree import RENEWING

_NAMES = ("hello", "slow")
_PACKAGE, _LIBRARY = "libexpat1", "libexpat.so"
_URL = "http://127.0.0.1:8001/"
_PROGRAMS = PurePosixPath("/etc/needrestart/restart.d")


@pytest.fixture(scope="module", params=RENEWING, ids=lambda kind: kind.name)
def served(here: Lab, request: pytest.FixtureRequest) -> Host:
    (host,) = here.hosts(request.param, f"needrestart-{request.param.name}")
    deploy(host, "per-service")
    start(host)
    repack(host, _PACKAGE)
    return host


@pytest.fixture
def host(served: Host) -> Iterator[Host]:
    """The same host for each test, where no instance has an old library."""
    assert old_units(served) == set()
    yield served
    write_applications(served)
    for name in _NAMES:
        served.run("chmod", "755", _PROGRAMS / f"wsgi-{name}.service")
        served.run("systemctl", "restart", f"wsgi-{name}")


def replace_library(host: Host) -> None:
    """Install the same version of the library again, by dpkg alone: another file has its name."""
    host.run("dpkg", "-i", f"/root/{_PACKAGE}.deb")


def reinstall_by_apt(host: Host, *variables: str) -> str:
    """Install the same version of the library again, by apt: what it and its hooks say.

    The same version counts as an older one, since a package that is packed again has another hash.
    """
    environment = ("env", "DEBIAN_FRONTEND=noninteractive", *variables)
    flags = ("--reinstall", "--allow-downgrades", "--yes")
    package = f"/root/{_PACKAGE}.deb"
    done = host.run(*environment, "apt-get", "install", *flags, package, seconds=300)
    return done.stdout + done.stderr


def old_units(host: Host) -> set[str]:
    """Return which of the units needrestart finds with something old."""
    found = host.run("needrestart", "-b", "-l", seconds=120).stdout
    return set(re.findall(r"NEEDRESTART-SVC: (wsgi-.*)", found))


def needrestart(host: Host, mode: str) -> str:
    """Return what needrestart says of services, in a mode: "l" lists, "a" restarts."""
    done = host.run("needrestart", "-l", "-r", mode, seconds=180)
    return done.stdout + done.stderr


def mapped(host: Host, name: str) -> set[tuple[str, bool]]:
    """Return the inodes of the library in all processes of an instance, and which are deleted."""
    pattern = rf" (\d+) +\S*/{re.escape(_LIBRARY)}\S*( \(deleted\))?$"
    maps = (host.says("cat", f"/proc/{pid}/maps") for pid in processes(host, name))
    return {
        (inode, bool(deleted))
        for text in maps
        for inode, deleted in re.findall(pattern, text, re.MULTILINE)
    }


def has_new_library(host: Host, name: str) -> bool:
    found = mapped(host, name)
    assert found, f"{name} has not loaded {_LIBRARY}"
    return not any(deleted for _, deleted in found)


def test_it_lists_the_units_with_their_programs_and_changes_nothing(host):
    pids = [main_pid(host, name) for name in _NAMES]
    replace_library(host)
    assert not any(has_new_library(host, name) for name in _NAMES)
    assert old_units(host) == {"wsgi-hello.service", "wsgi-slow.service"}
    listed = needrestart(host, "l")
    for name in _NAMES:
        assert f" {_PROGRAMS}/wsgi-{name}.service\n" in listed
    assert "systemctl restart wsgi-" not in listed
    assert [main_pid(host, name) for name in _NAMES] == pids


def test_it_restarts_where_the_program_may_not_be_executed(host):
    replace_library(host)
    host.run("chmod", "644", _PROGRAMS / "wsgi-slow.service")
    listed = needrestart(host, "l")
    assert f" {_PROGRAMS}/wsgi-hello.service\n" in listed
    assert re.search(r"systemctl restart .*\bwsgi-slow\.service", listed)


def test_a_library_is_taken_in_and_nothing_is_lost(host):
    old = {name: processes(host, name) for name in _NAMES}
    with load(host, _URL) as seen:
        replace_library(host)
        needrestart(host, "a")
    assert seen.lost == 0, seen.printed
    assert seen.answered > 500
    print(f"{seen.rate:.0f} requests/s, {seen.answered} answered, {seen.races} races")
    for name in _NAMES:
        assert processes(host, name).isdisjoint(old[name])
        assert has_new_library(host, name)
        assert f"Reloaded wsgi-{name}.service" in host.journal(40, f"wsgi-{name}")
    assert old_units(host) == set()


def test_apt_calls_it_which_lists_unless_it_is_told_to_restart(host):
    """Nobody answers here, as with unattended upgrades."""
    pids = [main_pid(host, name) for name in _NAMES]
    printed = reinstall_by_apt(host)
    for name in _NAMES:
        assert f" {_PROGRAMS}/wsgi-{name}.service\n" in printed
    assert [main_pid(host, name) for name in _NAMES] == pids
    old = {name: processes(host, name) for name in _NAMES}
    with load(host, _URL) as seen:
        reinstall_by_apt(host, "NEEDRESTART_MODE=a")
    assert seen.lost == 0, seen.printed
    assert seen.answered > 500
    assert all(processes(host, name).isdisjoint(old[name]) for name in _NAMES)
    assert old_units(host) == set()


def test_what_is_not_healthy_serves_on_and_is_listed_again(host):
    pid, other = main_pid(host), main_pid(host, "slow")
    (host.root / "srv/apps/hello.py").write_text("absent\n")
    with load(host, _URL) as seen:
        replace_library(host)
        needrestart(host, "a")
    assert seen.lost == 0, seen.printed
    assert main_pid(host) == pid
    assert main_pid(host, "slow") != other
    assert old_units(host) == {"wsgi-hello.service"}
    write_applications(host)
    needrestart(host, "a")
    assert main_pid(host) != pid
    assert answers(host, "hello")
    assert old_units(host) == set()
