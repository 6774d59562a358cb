"""Two profiles on one booted host, built by wsgigen itself: each is rebuilt, reloaded and removed while the other one loses nothing."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.hosts.deployed import answers, bring_wsgigen, write_applications
from tests.hosts.host import Host, Lab
from tests.hosts.load import Load, load
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_WSGIGEN = "/usr/local/bin/wsgigen"
_PORTS = {"hello": 8001, "slow": 8002}
_PROFILE = """\
wsgigen: 1
layout: per-service
platform: {platform}
server_name: ctl.example.org
services:
  {service}: {{application: "{service}:application", port: {port}, user: {service},
    python_path: [/srv/apps], processes: {processes}, drain: 10s}}
"""
#: The runtime, as far as systemd knows it.
_SHARED = ("wsgi.target", "wsgi-renew.service")


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def host(here: Lab, kind: Kind) -> Iterator[Host]:
    """A host with wsgigen and the code of two applications, and no tree."""
    (made,) = here.hosts(kind, f"two-{kind.name}")
    bring_wsgigen(made)
    write_applications(made)
    yield made
    made.remove()


def write(host: Host, service: str, processes: int = 2, port: int = 0) -> None:
    keys = {"service": service, "processes": processes, "port": port or _PORTS[service]}
    text = _PROFILE.format(platform=host.kind.platform, **keys)
    (host.root / f"root/{service}.yaml").write_text(text)


def wsgigen(host: Host, command: str, service: str) -> str:
    return host.run(_WSGIGEN, command, f"/root/{service}.yaml", "--root", "/").stdout


def bring(host: Host, service: str) -> None:
    """Build a profile and start its service."""
    write(host, service)
    wsgigen(host, "build", service)
    host.run("sh", "-c", "systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload")
    host.run("systemctl", "enable", "--now", "wsgi.target", f"wsgi-{service}", seconds=120)


def refused(host: Host, service: str) -> str:
    """Return the command that a removal asks for first."""
    done = host.run(_WSGIGEN, "remove", f"/root/{service}.yaml", "--root", "/", check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    found = re.search(r"^    fix: (.*)$", done.stderr, re.M)
    assert found, done.stderr
    return found[1]


def take_away(host: Host, service: str) -> str:
    """Remove a profile by the commands that wsgigen names; return those that it asked for first."""
    first = refused(host, service)
    host.run("sh", "-c", first, seconds=120)
    said = wsgigen(host, "remove", service)
    assert re.search(r"^/: \d+ removed, 0 kept$", said, re.M), said
    for step in re.findall(r"^next: (.*)$", said, re.M):
        host.run("sh", "-c", step)
    return first


def files(host: Host) -> set[str]:
    """Return what is in the places that are wsgigen's, and what is named by it in systemd's."""
    own = host.says("sh", "-c", "find /etc/wsgigen /usr/*/wsgigen 2>/dev/null || :")
    named = host.says(
        "find", "/usr/lib", "/etc", "-path", "/etc/wsgigen", "-prune", "-o", "-name", "*wsgi[.g-]*"
    )
    return {*own.split(), *(name for name in named.split() if "/python3" not in name)}


def processes(host: Host, service: str) -> set[int]:
    group = f"/sys/fs/cgroup/wsgi.slice/wsgi-{service}.service/cgroup.procs"
    return set(map(int, host.says("cat", group).split()))


def be_version(host: Host, version: str, words: str) -> None:
    """Make the host's wsgigen another version, whose start check ends with *words*."""
    package = host.root / "opt/wsgigen"
    (package / "wsgigen/__init__.py").write_text(f'"""wsgigen."""\n\n__version__ = "{version}"\n')
    template = package / "vhost_templates/start-check.python.j2"
    lines = [
        line for line in template.read_text().splitlines() if not line.startswith("# version ")
    ]
    template.write_text("\n".join([*lines, f"# version {words}"]) + "\n")


def check(seen: Load) -> None:
    print(f"{seen.url}: {seen.rate:.0f} requests/s, {seen.answered} answered, {seen.races} races")
    assert seen.answered > 500
    assert seen.lost == 0, seen.printed


def test_each_is_reloaded_and_removed_while_the_other_one_serves(host):
    before = files(host)
    bring(host, "hello")
    alone = files(host)
    write(host, "slow", port=_PORTS["hello"])
    taken = host.run(_WSGIGEN, "build", "/root/slow.yaml", "--root", "/", check=False)
    assert (taken.returncode, files(host)) == (2, alone)
    assert "instances/hello: error: has *:8001, where slow would listen" in taken.stderr
    with load(host, f"http://127.0.0.1:{_PORTS['hello']}/") as served:
        bring(host, "slow")
    check(served)
    old, neighbours = processes(host, "hello"), processes(host, "slow")
    with ExitStack() as stack:
        both = [
            stack.enter_context(load(host, f"http://127.0.0.1:{port}/")) for port in _PORTS.values()
        ]
        write(host, "hello", processes=3)
        assert wsgigen(host, "build", "hello").startswith("/: 1 written, 0 removed")
        host.run("systemctl", "reload", "wsgi-hello", seconds=150)
    for seen in both:
        check(seen)
    assert processes(host, "hello").isdisjoint(old)
    assert neighbours <= processes(host, "slow")
    with load(host, f"http://127.0.0.1:{_PORTS['hello']}/") as served:
        first = take_away(host, "slow")
    check(served)
    assert not [unit for unit in _SHARED if unit in first], first
    assert files(host) == alone
    assert host.says("systemctl", "is-active", *_SHARED[:1]) == "active"
    assert host.says("systemctl", "is-enabled", *_SHARED[:1]) == "enabled"
    assert host.says("/usr/libexec/wsgigen/status").startswith("hello: healthy;")
    assert answers(host, "hello")
    assert "wsgi.target" in take_away(host, "hello")
    assert files(host) == before
    assert host.says("systemctl", "--failed", "--no-legend", "--plain") == ""
    assert host.says("find", "/etc/systemd/system", "-name", "wsgi*") == ""


def test_the_runtime_of_the_newest_serves_both(host):
    before = files(host)
    be_version(host, "1.9", "old")
    for service in _PORTS:
        bring(host, service)
    program = host.root / "usr/libexec/wsgigen/start-check"
    old = processes(host, "hello")
    with load(host, f"http://127.0.0.1:{_PORTS['hello']}/") as served:
        be_version(host, "1.10", "new")
        write(host, "slow", processes=3)
        assert wsgigen(host, "build", "slow").startswith("/: 2 written, 0 removed")
        assert program.read_text().endswith("# version new\n")
        host.run("systemctl", "reload", "wsgi-slow", seconds=150)
        assert old <= processes(host, "hello")
        be_version(host, "1.9", "old")
        write(host, "hello", processes=3)
        assert wsgigen(host, "build", "hello").startswith("/: 1 written, 0 removed")
        assert wsgigen(host, "build", "hello").startswith("/: 0 written, 0 removed")
        assert program.read_text().endswith("# version new\n")
        host.run("systemctl", "reload", "wsgi-hello", seconds=150)
    check(served)
    assert processes(host, "hello").isdisjoint(old)
    for service in ("slow", "hello"):
        take_away(host, service)
    assert files(host) == before
