"""README.md's path from a bare Debian 13 to three services, walked on a booted host in one shell, as it is printed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import readme
from tests.hosts.host import Host, Lab
from tests.hosts.tree import BARE
from tests.hosts.uplink import PROGRAM, environment, settings, uplink
from tests.live.serving import missing

_COMMANDS = readme.section(readme.ON_A_HOST).commands
_SECONDS = 1800
#: Where Debian's login puts programs of the machine's own.
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@pytest.fixture(scope="module")
def host(here: Lab) -> Iterator[Host]:
    """A bare host, with a clone of this repository and a way to packages."""
    if not shutil.which(PROGRAM):
        missing(PROGRAM)
    (made,) = here.hosts(BARE, "readme")
    settings(made, Path("/root"))
    clone(made)
    yield made


def clone(host: Host) -> None:
    """Lay what git knows of this checkout, with what was changed in it, below /root/wsgigen."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=readme.TOP,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        source, target = readme.TOP / name, host.root / "root/wsgigen" / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


@pytest.fixture(scope="module")
def printed(host: Host) -> list[tuple[int, str]]:
    """Exit status and output of each command."""
    mark = readme.new_mark()
    (host.root / "root/readme.sh").write_text(readme.script(_COMMANDS, mark))
    given = [_PATH, *(f"{name}={value}" for name, value in environment().items())]
    begin = time.monotonic()
    with uplink(host):
        done = host.run(
            "env", "-C", "/root/wsgigen", *given, "bash", "/root/readme.sh", seconds=_SECONDS
        )
    print(f"README.md's path took {time.monotonic() - begin:.0f} s on {os.cpu_count()} processors")
    return list(readme.results(done.stdout, mark))


@pytest.mark.parametrize(
    "number",
    range(len(_COMMANDS)),
    ids=[f"{number}: {each.words[:60]}" for number, each in enumerate(_COMMANDS)],
)
def test_each_command_does_what_the_readme_says(printed, number):
    if wrong := _COMMANDS[number].mismatch(*printed[number]):
        pytest.fail(wrong, pytrace=False)


def test_nothing_of_it_is_left_but_what_the_readme_names(printed, host):
    assert len(printed) == len(_COMMANDS)
    left = [
        path
        for path in ("/etc/wsgigen", "/usr/share/wsgigen", "/usr/libexec/wsgigen")
        if (host.root / path.lstrip("/")).exists()
    ]
    units = [
        str(path)
        for top in ("etc/systemd", "usr/lib/systemd")
        for path in (host.root / top).rglob("*wsgi*")
        if "uwsgi" not in path.name
    ]
    assert (left, units) == ([], [])
    assert host.says("systemctl", "--failed", "--no-legend", "--plain") == ""


def test_debians_own_daemons_start_again_after_a_boot(printed, host):
    host.reboot()
    host.until(
        lambda: (
            host.run("curl", "-sf", "http://localhost:9292/versions", check=False).returncode == 0
        ),
        "an answer of Debian's Glance",
    )
    assert host.says("systemctl", "is-active", "apache2", "keystone").split() == [
        "active",
        "active",
    ]
