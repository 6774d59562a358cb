"""The program that shows each service's state; systemctl, journalctl and the probe are scripts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.given import OWN, planned
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

_UP = {
    "LoadState": "loaded",
    "ActiveState": "active",
    "SubState": "running",
    "NRestarts": "0",
    "UnitFileState": "enabled",
}
_AT_REST = {**_UP, "ActiveState": "inactive", "SubState": "dead", "UnitFileState": "disabled"}
_TARGET = (
    "wsgi.target is not enabled, so its units do not start at boot: systemctl enable wsgi.target\n"
)


class Host:
    """A root with an instance, and what systemd says of it."""

    def __init__(self, directory: Path) -> None:
        self.root, self.tools = directory / "root", directory / "bin"
        build_tree(render(planned(directory, services={"reports": OWN})), self.root, "p")
        self.instances = self.root / "usr/share/wsgigen/instances"
        self.program = self.root / "usr/libexec/wsgigen/status"
        self.program.write_text(
            self.program.read_text().replace(
                "'/usr/share/wsgigen", f"'{self.root}/usr/share/wsgigen"
            )
        )
        self.tools.mkdir()
        self.tool(self.root / "usr/libexec/wsgigen/probe", "exit 0")
        self.says(_UP)
        self.journal()

    def tool(self, path: Path, script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def says(self, shown: dict[str, str], target: str = "enabled") -> None:
        lines = "\n".join(f"{key}={value}" for key, value in shown.items())
        script = f"case $* in *wsgi.target) echo UnitFileState={target} ;; *) cat <<'END'\n{lines}\nEND\n;; esac"
        self.tool(self.tools / "systemctl", script)

    def journal(self, *lines: str) -> None:
        text = "\n".join(lines)
        self.tool(self.tools / "journalctl", f"cat <<'END'\n{text}\nEND")

    def manager(self, name: str) -> None:
        file = self.instances / "reports"
        file.write_text(file.read_text().replace("manager systemd", f"manager {name}"))

    def run(self, **environment: str) -> tuple[int, str, str]:
        words = [sys.executable, "-IS", str(self.program)]
        world = {**os.environ, "PATH": f"{self.tools}:/usr/bin:/bin", **environment}
        done = subprocess.run(words, env=world, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode()


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_healthy_service_is_a_line(host):
    assert host.run() == (0, "reports: healthy; wsgi-reports.service: active (running)\n", "")


@pytest.mark.parametrize(
    ("shown", "code", "line"),
    [
        pytest.param(
            {"UnitFileState": "disabled"},
            0,
            "healthy; wsgi-reports.service: active (running), managed by Pacemaker",
            id="up",
        ),
        pytest.param(
            {},
            0,
            "healthy; wsgi-reports.service: active (running), managed by Pacemaker, yet enabled at boot",
            id="enabled",
        ),
        pytest.param(
            _AT_REST,
            0,
            "not on this node; wsgi-reports.service: inactive (dead), managed by Pacemaker",
            id="elsewhere",
        ),
    ],
)
def test_what_pacemaker_manages_is_neither_enabled_nor_missed(host, shown, code, line):
    host.manager("pacemaker")
    host.says({**_UP, **shown}, target="disabled")
    assert host.run() == (code, f"reports: {line}\n", "")


def test_a_unit_that_failed_under_pacemaker_is_a_fault(host):
    host.manager("pacemaker")
    host.says({**_UP, "ActiveState": "failed", "SubState": "failed", "UnitFileState": "disabled"})
    assert host.run()[:2] == (
        1,
        "reports: down; wsgi-reports.service: failed, managed by Pacemaker\n"
        "    the journal shows this user nothing: see, as root, systemctl status wsgi-reports.service\n",
    )


def test_an_enabled_unit_of_a_target_that_is_not_enabled_is_told(host):
    host.says(_UP, target="disabled")
    assert host.run() == (
        0,
        f"reports: healthy; wsgi-reports.service: active (running)\n{_TARGET}",
        "",
    )


def test_a_journal_that_is_not_for_this_user_is_no_traceback(host):
    host.says({**_UP, "ActiveState": "activating", "SubState": "auto-restart", "NRestarts": "3"})
    host.journal("No journal files were opened due to insufficient permissions.")
    code, said, _ = host.run()
    assert code == 1
    assert (
        "reports: down; wsgi-reports.service: activating (auto-restart), restarted 3 times\n    the journal shows this user nothing"
        in said
    )


def test_what_the_terminal_cannot_show_is_escaped(host):
    host.says({**_UP, "ActiveState": "failed", "SubState": "failed"})
    entry = {
        "_SYSTEMD_INVOCATION_ID": "1",
        "SYSLOG_IDENTIFIER": "start-check",
        "MESSAGE": "caf\xe9 \u2192",
    }
    host.journal(json.dumps(entry, ensure_ascii=False))
    assert "    caf\xe9 \u2192\n" in host.run()[1]
    host.program.write_text(
        host.program.read_text().replace(
            "sys.stdout.buffer, ", 'sys.stdout.buffer, encoding="ascii", '
        )
    )
    assert "    caf\\xe9 \\u2192\n" in host.run()[1]


def test_a_machine_without_systemd_has_services_that_are_down(host):
    for name in ("systemctl", "journalctl"):
        (host.tools / name).unlink()
    code, said, _ = host.run(PATH=str(host.tools))
    assert (code, said.splitlines()[0]) == (
        1,
        "reports: down; wsgi-reports.service: not known to systemd",
    )


def test_an_inventory_that_cannot_be_read_is_an_error(host):
    file = host.instances / "reports"
    file.write_text("service reports\n")
    message = f"error: the inventory of this host cannot be read: {file} names no unit or no manager: install its tree again\n"
    assert host.run() == (1, "", message)
    file.unlink()
    host.instances.rmdir()
    code, _, errors = host.run()
    assert code == 1
    assert errors.startswith("error: the inventory of this host cannot be read: [Errno 2]")
