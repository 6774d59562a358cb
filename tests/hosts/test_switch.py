"""`wsgigen build --root /` in another layout, where units of the old one run: what it asks for first, and what serves afterwards."""

import re

import pytest

from tests.hosts.deployed import PORTS, answers, bring_wsgigen, deploy
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_BUILD = ("/usr/local/bin/wsgigen", "build", "/root/ctl.yaml", "--root", "/", "--layout")
_INSTALL = "systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload && systemctl preset wsgi.target"


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def host(here: Lab, kind: Kind) -> Host:
    """A host with wsgigen whose two services run, each behind a unit of its own."""
    (made,) = here.hosts(kind, f"switch-{kind.name}-{len(here.members)}")
    bring_wsgigen(made)
    profile = deploy(made, "per-service")
    (made.root / "root/ctl.yaml").write_text(profile.read_text())
    made.run("systemctl", "start", "wsgi.target", "wsgi-hello", "wsgi-slow", seconds=60)
    serves(made)
    return made


def serves(host: Host) -> None:
    host.until(lambda: all(answers(host, name) for name in PORTS), "an answer of each service", 60)


def refused(host: Host) -> str:
    """The commands that a build names which changes nothing."""
    before = host.says(
        "find", "/usr/lib/systemd/system", "/etc/wsgigen", "-newer", "/root/ctl.yaml"
    )
    done = host.run(*_BUILD, "single", check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert before == host.says(
        "find", "/usr/lib/systemd/system", "/etc/wsgigen", "-newer", "/root/ctl.yaml"
    )
    found = re.search(
        r"^    fix: (.*), then build again; or build with --keep-running", done.stderr, re.M
    )
    assert found, done.stderr
    return found[1]


def orphans(host: Host) -> str:
    """Units that run without a file."""
    host.run("systemctl", "daemon-reload")
    return "\n".join(
        line
        for line in host.says("systemctl", "list-units", "--all", "--plain", "wsgi*").splitlines()
        if "not-found" in line
    )


def test_single_serves_after_the_commands_that_it_names_and_per_service_again(host):
    host.run("sh", "-c", refused(host), seconds=60)
    host.run(*_BUILD, "single")
    host.run("sh", "-c", f"{_INSTALL} apache2 && systemctl restart apache2", seconds=90)
    serves(host)
    assert orphans(host) == ""
    back = host.run(*_BUILD, "per-service")
    steps = re.findall(r"^next: (.*)$", back.stdout, re.M)
    assert "systemctl restart apache2.service" in steps
    for step in steps:
        host.run("sh", "-c", step, seconds=60)
    host.run(
        "sh",
        "-c",
        f"{_INSTALL} wsgi-hello wsgi-slow && systemctl start wsgi-hello wsgi-slow",
        seconds=60,
    )
    serves(host)
    assert orphans(host) == ""


def test_the_unit_files_of_what_runs_are_kept_where_that_is_wanted_and_go_with_the_next_build(host):
    done = host.run(*_BUILD, "single", "--keep-running")
    assert (
        "note: kept until you stop them and build again: wsgi-hello.service, wsgi-slow.service"
        in done.stderr
    )
    assert orphans(host) == ""
    serves(host)
    assert host.run(*_BUILD, "single", check=False).returncode == 2, "they run as before"
    host.run("systemctl", "disable", "--now", "wsgi-hello", "wsgi-slow", seconds=60)
    assert "2 removed" in host.run(*_BUILD, "single").stdout
    assert orphans(host) == ""
