"""`wsgigen remove PROFILE --root /` on booted hosts: what it asks to be stopped first, and what is left after it."""

import re
from collections.abc import Iterator

import pytest

from tests.hosts.cluster import cluster
from tests.hosts.deployed import answers, bring_wsgigen, deploy
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_REMOVE = ("/usr/local/bin/wsgigen", "remove", "ctl.yaml", "--root", "/")
#: Where a tree has most of its files.
_PLACES = (
    "etc/wsgigen",
    "usr/share/wsgigen",
    "usr/libexec/wsgigen",
    "usr/lib/systemd/system/wsgi.target",
)


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def host(here: Lab, kind: Kind) -> Iterator[Host]:
    """A host with wsgigen, and a tree of two services of which nothing was started yet."""
    (made,) = here.hosts(kind, f"remove-{kind.name}")
    bring_wsgigen(made)
    yield made
    made.remove()


def refused(host: Host) -> str:
    """The way out that a removal names that changes nothing."""
    before = sorted(str(path) for location in _PLACES for path in (host.root / location).rglob("*"))
    done = host.run(*_REMOVE, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert before == sorted(
        str(path) for location in _PLACES for path in (host.root / location).rglob("*")
    )
    found = re.search(r"^    fix: (.*)$", done.stderr, re.M)
    assert found, done.stderr
    return found[1]


def removed(host: Host) -> list[str]:
    """The next steps that a removal names that leaves nothing."""
    done = host.run(*_REMOVE)
    assert re.search(r"^/: \d+ removed, 0 kept$", done.stdout, re.M), done.stdout
    assert [location for location in _PLACES if (host.root / location).exists()] == []
    return re.findall(r"^next: (.*)$", done.stdout, re.M)


def end(host: Host, *steps: str) -> None:
    """Run *steps*, after which no unit is failed and none of the tree is there."""
    for step in steps:
        host.run("sh", "-c", step, seconds=120)
    assert host.says("systemctl", "--failed", "--no-legend", "--plain") == ""
    left = host.says(
        "systemctl",
        "list-units",
        "--all",
        "--no-legend",
        "--plain",
        "wsgi*.service",
        "wsgi*.timer",
        "wsgi*.target",
    )
    assert left == ""
    assert host.says("find", "/etc/systemd/system", "-name", "wsgi*") == ""


def test_what_runs_and_is_enabled_is_ended_by_the_commands_that_it_names(host):
    deploy(host, "per-service")
    host.run("systemctl", "start", "wsgi.target", "wsgi-hello", "wsgi-slow", seconds=120)
    fix = refused(host)
    assert fix.index("wsgi-probe@hello.timer") < fix.index(
        "systemctl disable --now wsgi.target wsgi-hello.service wsgi-slow.service"
    )
    assert answers(host, "hello"), "nothing was stopped"
    host.run("sh", "-c", fix, seconds=120)
    end(host, *removed(host))


def test_what_is_only_enabled_is_named(host):
    deploy(host, "per-service")
    assert (
        refused(host) == "systemctl disable --now wsgi.target wsgi-hello.service wsgi-slow.service"
    )


def test_what_is_started_again_and_again_runs(host):
    deploy(host, "per-service")
    host.run("systemctl", "disable", "wsgi.target", "wsgi-hello", "wsgi-slow")
    with open(host.root / "etc/wsgigen/hello/hello.conf", "a") as file:
        file.write("Bogus on\n")
    host.run("systemctl", "start", "--no-block", "wsgi-hello")
    host.until(
        lambda: "activating" in host.says("systemctl", "is-active", "wsgi-hello"),
        "a start that failed",
    )
    assert "disable --now wsgi-hello.service" in refused(host)


def test_what_was_never_started_goes_at_once(host):
    deploy(host, "per-service")
    host.run("systemctl", "disable", "wsgi.target", "wsgi-hello", "wsgi-slow")
    end(host, *removed(host))


def test_the_platforms_own_apache_goes_on_without_the_services(host):
    deploy(host, "single")
    host.run("systemctl", "start", "wsgi.target", "apache2", seconds=120)
    host.run("sh", "-c", refused(host), seconds=120)
    assert answers(host, "hello"), "the platform's Apache is not ours to stop"
    steps = removed(host)
    assert steps == [
        "systemctl daemon-reload",
        "systemctl reenable apache2.service",
        "systemctl restart apache2.service",
    ]
    end(host, *steps)
    assert host.says("systemctl", "is-active", "apache2") == "active"
    assert not answers(host, "hello")


def test_an_edited_file_stays_and_goes_by_force(host):
    deploy(host, "per-service")
    host.run("systemctl", "disable", "wsgi.target", "wsgi-hello", "wsgi-slow")
    path = host.root / "etc/wsgigen/hello/hello.conf"
    path.write_text(f"{path.read_text()}# mine\n")
    done = host.run(*_REMOVE, check=False)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "/etc/wsgigen/hello/hello.conf: kept: was changed since it was built",
    )
    assert path.read_text().endswith("# mine\n")
    host.run(*_REMOVE, "--force")
    end(host, "systemctl daemon-reload")
    assert not path.parent.parent.exists()


def test_what_pacemaker_runs_is_its_to_end(here, kind):
    made = cluster(here, kind, f"node-{kind.name}")
    node = made.first
    bring_wsgigen(node)
    deploy(node, "per-service", manager="pacemaker")
    made.configure("primitive hello systemd:wsgi-hello op monitor interval=10s")
    node.until(lambda: answers(node, "hello"), "an answer of what Pacemaker started", 120)
    done = node.run(*_REMOVE, check=False)
    assert done.returncode == 2
    assert "Pacemaker runs units of this tree: wsgi-hello.service" in done.stderr
    assert answers(node, "hello")
    node.run("crm", "--wait", "resource", "stop", "hello", seconds=120)
    node.run("crm", "configure", "delete", "hello", seconds=120)
    node.run("systemctl", "disable", "--now", "wsgi.target")
    removed(node)
