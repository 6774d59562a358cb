"""The program that takes in what other packages replaced, run as its unit does; systemctl is a script, processes are real."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, planned
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

#: Shows what a file of the unit's name holds. A reload may fail, and puts another file in its place.
_SYSTEMCTL = """\
#!/bin/sh
for unit; do :; done
case $1 in
show) [ ! -e "$STATES/$unit.next" ] || [ ! -e "$STATES/$unit.shown" ] ||
        mv "$STATES/$unit.next" "$STATES/$unit"
    : >"$STATES/$unit.shown"
    cat "$STATES/$unit" ;;
*) echo "$@" >>"$CALLS"
    [ ! -e "$STATES/$unit.reloaded" ] || mv "$STATES/$unit.reloaded" "$STATES/$unit"
    [ ! -e "$STATES/$unit.refuses" ] ;;
esac
"""


#: Seconds: a process is dated to the hundredth of one, and these are enough to tell the order.
_TICKS = 0.05


class Host:
    """A root with instances, processes in the place of their httpds, and what is asked of systemd."""

    def __init__(self, directory: Path, begin: Callable[[], int], **more: Any) -> None:
        self.begin = begin
        root = directory / "root"
        services = {"reports": OWN, "keystone": {}, "placement": {}}
        self.plan = planned(directory, **{"services": services, **more})
        build_tree(render(self.plan), root, "p")
        self.calls, self.marks, self.states = (
            directory / name for name in ("calls", "marks", "states")
        )
        self.states.mkdir()
        tools = directory / "bin"
        tools.mkdir()
        (tools / "systemctl").write_text(_SYSTEMCTL)
        (tools / "systemctl").chmod(0o755)
        text = (root / "usr/libexec/wsgigen/renew").read_text()
        text = text.replace("'/usr/share/wsgigen", f"'{root}/usr/share/wsgigen")
        self.program = directory / "renew"
        self.program.write_text(text.replace('"/run/wsgigen-renew"', f'"{self.marks}"'))
        self.environment = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "CALLS": str(self.calls),
            "STATES": str(self.states),
        }

    def shows(
        self, service: str, pid: int, state: str = "active", can: str = "yes", when: str = ""
    ) -> None:
        """Let systemd show this of the unit of *service*; *when* is "", ".next" or ".reloaded"."""
        text = f"ActiveState={state}\nCanReload={can}\nMainPID={pid}\n"
        (self.states / f"wsgi-{service}.service{when}").write_text(text)

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-IS", str(self.program), *words]
        return subprocess.run(
            command,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def mark(self, *instances: str) -> None:
        time.sleep(_TICKS)
        assert self.run("mark", *instances).returncode == 0
        time.sleep(_TICKS)

    def renewed(self) -> list[str]:
        """Return what is asked of systemd for the marks."""
        self.calls.unlink(missing_ok=True)
        self.done = self.run("marked")
        return self.calls.read_text().splitlines() if self.calls.exists() else []


@pytest.fixture
def begin() -> Iterator[Callable[[], int]]:
    """Begins a process: its pid."""
    with ExitStack() as ending:

        def begin() -> int:
            process = ending.enter_context(subprocess.Popen(["sleep", "600"]))
            ending.callback(process.kill)
            return process.pid

        yield begin


@pytest.fixture
def host(tmp_path: Path, begin: Callable[[], int]) -> Host:
    """Three services, which run."""
    host = Host(tmp_path, begin)
    for service in ("reports", "keystone", "placement"):
        host.shows(service, begin())
    return host


def reloads(*services: str) -> list[str]:
    return [f"reload wsgi-{service}.service" for service in services]


def test_a_mark_restarts_the_unit_and_waits_for_nothing(host):
    host.mark("keystone")
    assert host.calls.read_text() == "restart --no-block wsgi-renew.service\n"


def test_without_a_mark_nothing_is_reloaded(host):
    assert host.renewed() == []
    assert host.done.returncode == 0


def test_marked_units_are_reloaded_one_after_the_other(host):
    host.mark()
    assert host.renewed() == reloads("keystone", "placement", "reports")
    assert (host.done.returncode, host.done.stderr) == (0, "")


def test_only_what_is_marked_is_reloaded(host):
    host.mark("placement")
    assert host.renewed() == reloads("placement")


def test_who_began_after_the_mark_is_left_alone(host, begin):
    host.mark()
    host.shows("keystone", begin())
    assert host.renewed() == reloads("placement", "reports")


def test_what_was_reloaded_is_not_reloaded_again(host, begin):
    host.mark("keystone")
    host.shows("keystone", begin(), when=".reloaded")
    assert host.renewed() == reloads("keystone")
    assert host.renewed() == []


def test_a_later_mark_counts(host, begin):
    host.mark("keystone")
    host.shows("keystone", begin())
    host.mark("keystone")
    assert host.renewed() == reloads("keystone")


@pytest.mark.parametrize("state", ["inactive", "failed", "deactivating"])
def test_what_does_not_run_is_left_alone(host, begin, state):
    host.shows("keystone", begin(), state)
    host.mark("keystone")
    assert host.renewed() == []


def test_what_waits_for_its_next_start_is_left_alone(host):
    host.shows("keystone", 0, "activating")
    host.mark("keystone")
    assert host.renewed() == []


def test_what_cannot_reload_is_left_alone(host, begin):
    host.shows("keystone", begin(), can="no")
    host.mark("keystone")
    assert host.renewed() == []


@pytest.mark.parametrize("state", ["reloading", "activating"])
@pytest.mark.parametrize(("ends_old", "asked"), [(True, reloads("keystone")), (False, [])])
def test_a_start_or_reload_under_way_is_waited_for(host, begin, state, ends_old, asked):
    """Its new httpd may have begun before the mark, or after it."""
    old = begin()
    host.shows("keystone", old, state)
    host.mark("keystone")
    host.shows("keystone", old if ends_old else begin(), when=".next")
    assert host.renewed() == asked


def test_who_refuses_is_named_and_the_others_go_on(host):
    host.mark()
    (host.states / "wsgi-keystone.service.refuses").touch()
    assert host.renewed() == reloads("keystone", "placement", "reports")
    assert host.done.returncode == 1
    message = "wsgi-keystone.service refused the reload: its old httpd serves on\n"
    assert host.done.stderr == message


def test_who_is_stopped_meanwhile_did_not_refuse(host):
    host.mark("keystone")
    (host.states / "wsgi-keystone.service.refuses").touch()
    host.shows("keystone", 0, "inactive", when=".reloaded")
    assert host.renewed() == reloads("keystone")
    assert (host.done.returncode, host.done.stderr) == (0, "")


def test_the_instance_of_a_package_that_was_removed_is_passed_over(host):
    host.mark()
    (host.marks / "absent").write_text("1.00\n")
    assert host.renewed() == reloads("keystone", "placement", "reports")


def test_pacemakers_units_are_left_to_it(tmp_path, begin):
    services = {"keystone": {"manager": "pacemaker"}, "placement": {}}
    host = Host(tmp_path, begin, services=services)
    for service in services:
        host.shows(service, begin())
    host.mark()
    assert host.renewed() == reloads("placement")
    assert os.listdir(host.marks) == ["placement"]


def test_the_platforms_own_apache_is_left_to_its_packages(tmp_path):
    plan = planned(tmp_path, layout="single")
    paths = [str(artifact.path) for artifact in render(plan)]
    assert not [path for path in paths if "certificates" in path or "needrestart" in path]
    assert not any(
        line.startswith("renew ")
        for artifact in render(plan)
        if artifact.path.parent.name == "instances"
        for line in artifact.content.splitlines()
    )


_PYTHON = "/usr/lib/python3/dist-packages"


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/usr/sbin/apache2", {"keystone", "placement", "reports"}),
        ("/usr/lib/apache2/modules/mod_wsgi.so", {"keystone", "placement", "reports"}),
        (f"{_PYTHON}/keystone/wsgi/api.py", {"keystone"}),
        (f"{_PYTHON}/keystoneauth1/session.py", set()),
        ("/usr/sbin/apache2ctl", set()),
    ],
)
def test_only_who_has_loaded_what_is_replaced_is_marked(host, path, marked):
    done = host.run("mark", "--replaced", stdin=f"/usr/share/doc/x\n{path}\n")
    assert done.returncode == 0
    assert set(os.listdir(host.marks) if host.marks.exists() else ()) == marked
    assert host.calls.exists() == bool(marked)


@pytest.fixture
def with_certificate(tmp_path: Path, begin: Callable[[], int]) -> Host:
    """A service with TLS, whose httpd began after its certificate was made."""
    live = tmp_path / "live"
    live.mkdir()
    for name in ("first.pem", "second.pem", "key.pem"):
        (live / name).touch()
    (live / "cert.pem").symlink_to("first.pem")
    time.sleep(_TICKS)
    tls = {"certificate": str(live / "cert.pem"), "key": str(live / "key.pem")}
    host = Host(tmp_path, begin, services={"keystone": {"tls": tls}, "placement": {}})
    for service in ("keystone", "placement"):
        host.shows(service, begin())
    time.sleep(_TICKS)
    return host


def lead_elsewhere(live: Path) -> None:
    (live / "cert.pem").unlink()
    (live / "cert.pem").symlink_to("second.pem")


@pytest.mark.parametrize(
    ("change", "marked"),
    [
        (lambda live: (live / "other.pem").touch(), []),
        (lambda live: (live / "second.pem").write_text("new"), []),
        (lambda live: (live / "key.pem").write_text("new"), ["keystone"]),
        (lambda live: (live / "first.pem").write_text("new"), ["keystone"]),
        (lambda live: (live / "second.pem").rename(live / "first.pem"), ["keystone"]),
        (lead_elsewhere, ["keystone"]),
    ],
)
def test_only_certificates_that_httpd_has_not_read_mark(with_certificate, tmp_path, change, marked):
    change(tmp_path / "live")
    assert with_certificate.run("mark", "--certificates", "keystone").returncode == 0
    marks = with_certificate.marks
    assert (os.listdir(marks) if marks.exists() else []) == marked
