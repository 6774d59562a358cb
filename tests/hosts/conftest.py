"""Hosts for the tests: what this machine lacks for them is named, and in CI it is a failure."""

import os
import shutil
from collections.abc import Generator, Iterator

import pytest

from tests.hosts.host import HostError, Lab, cgroups, lab
from tests.live.serving import missing

#: The labs of the tests under way.
_LABS: list[Lab] = []
_PROGRAMS = ("debootstrap", "ip", "unshare", "nsenter", "mount", "umount")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the journals of the hosts with a test that failed."""
    report = yield
    if report.failed:
        for host in (one for made in _LABS for one in made.members):
            report.sections.append((f"journal of {host.name}", host.journal(40)))
    return report


def lacking() -> str:
    """Return what is missing to boot a host; "" if nothing is."""
    if os.geteuid() != 0:
        return "root, who alone may boot hosts"
    if absent := [name for name in _PROGRAMS if not shutil.which(name)]:
        return ", ".join(absent)
    try:
        (group := cgroups() / f"wsgigen-{os.getpid()}").mkdir()
        group.rmdir()
    except (HostError, OSError) as error:
        return f"a cgroup v2 hierarchy that may be written ({error})"
    return ""


@pytest.fixture(scope="module")
def here() -> Iterator[Lab]:
    """A lab for the tests of one module."""
    if what := lacking():
        missing(
            f"{what}: no host was booted, and nothing was shown of systemd as PID 1 or of Pacemaker on nodes"
        )
    with lab() as made:
        _LABS.append(made)
        yield made
        _LABS.remove(made)
