"""The program that packages call, run as they do; systemctl and httpd are scripts that write down what they are asked."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, planned
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

_SYSTEMCTL = (
    '#!/bin/sh\necho "$@" >>"$CALLS"\ncase $2$3 in\nis-active*) [ -z "$STOPPED" ] ;;\nesac\n'
    '[ -z "$RELOAD_FAILS" ] || [ "$1" != try-reload-or-restart ] || { echo Job failed; exit 1; }\n'
)


class Host:
    """A root with instances, and what was asked of systemd after an upgrade."""

    def __init__(self, directory: Path, **more: Any) -> None:
        self.root, self.calls, self.tools = (
            directory / "root",
            directory / "calls",
            directory / "bin",
        )
        self.plan = planned(directory, **{"services": {"reports": OWN, "placement": {}}, **more})
        build_tree(render(self.plan), self.root, "p")
        self.tools.mkdir()
        self.tool("systemctl", _SYSTEMCTL)
        (directory / "notes").mkdir()
        (directory / "systemd").mkdir()
        self.directory = directory
        self.program = directory / "upgrade"
        self.adapt()

    def tool(self, name: str, script: str) -> None:
        (self.tools / name).write_text(script)
        (self.tools / name).chmod(0o755)

    def adapt(self) -> None:
        """The program and the instances with this root's paths in place of the target host's."""
        where = {
            "'/usr/share/wsgigen": f"'{self.root}/usr/share/wsgigen",
            '"/run/wsgigen-upgrade"': f'"{self.directory}/notes"',
            '"/run/systemd/system"': f'"{self.directory}/systemd"',
        }
        text = (self.root / "usr/libexec/wsgigen/upgrade").read_text()
        for old, new in where.items():
            text = text.replace(old, new)
        self.program.write_text(text)
        for file in (self.root / "usr/share/wsgigen/instances").iterdir():
            lines = (
                file.read_text()
                .replace(" /etc/", f" {self.root}/etc/")
                .replace(" /usr/lib", f" {self.root}/usr/lib")
            )
            lines = lines.replace(" /usr/share", f" {self.root}/usr/share").replace(
                "/usr/sbin/apache2", str(self.tools / "apache2")
            )
            file.write_text(lines)
        self.tool("apache2", "#!/bin/sh\nexit 0\n")

    def at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def run(
        self, when: str, *instances: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        world = {
            **os.environ,
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "CALLS": str(self.calls),
            **environment,
        }
        words = [sys.executable, "-IS", str(self.program), when, *instances]
        return subprocess.run(words, env=world, capture_output=True, text=True, check=False)

    def upgraded(self, *changed: str, **environment: str) -> list[str]:
        """Change the files *changed*, upgrade, and return the requests to systemd."""
        assert self.run("before").returncode == 0
        for path in changed:
            with self.at(path).open("a") as file:
                file.write("# new\n")
        self.done = self.run("after", **environment)
        asked = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in asked if "is-active" not in line]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_nothing_changed_nothing_asked(host):
    assert host.upgraded() == []
    assert host.done.returncode == 0


def test_configuration_asks_for_a_reload_of_its_own_unit_alone(host):
    assert host.upgraded("/etc/wsgigen/reports/reports.conf") == [
        "daemon-reload",
        "try-reload-or-restart wsgi-reports.service",
    ]


def test_configuration_of_the_platforms_apache_asks_for_a_restart(tmp_path):
    host = Host(tmp_path, layout="single")
    assert host.upgraded("/etc/apache2/sites-available/10-wsgigen-reports.conf") == [
        "daemon-reload",
        "try-restart apache2.service",
    ]


def test_an_entrypoint_asks_for_a_reload(host):
    assert host.upgraded("/usr/share/wsgigen/wsgi/reports.wsgi") == [
        "daemon-reload",
        "try-reload-or-restart wsgi-reports.service",
    ]


def test_a_restart_reloads_too(tmp_path):
    host = Host(tmp_path, layout="single")
    vhost = "/etc/apache2/sites-available/10-wsgigen-reports.conf"
    both = ("/usr/share/wsgigen/wsgi/reports.wsgi", vhost)
    assert host.upgraded(*both) == ["daemon-reload", "try-restart apache2.service"]


def test_a_timer_is_restarted_without_its_service(host):
    assert host.upgraded("/usr/lib/systemd/system/wsgi-probe@reports.timer") == [
        "daemon-reload",
        "try-restart wsgi-probe@reports.timer",
    ]


def test_what_is_read_each_time_asks_for_nothing(host):
    assert host.upgraded("/usr/share/wsgigen/probes/reports", "/usr/libexec/wsgigen/probe") == []


@pytest.mark.parametrize(
    ("layout", "path", "asked"),
    [
        (
            "per-service",
            "/etc/wsgigen/reports/a.conf",
            "try-reload-or-restart wsgi-reports.service",
        ),
        ("single", "/etc/apache2/sites-available/a.conf", "try-restart apache2.service"),
    ],
)
def test_a_file_that_goes_asks_for_what_others_of_its_unit_do(tmp_path, layout, path, asked):
    host = Host(tmp_path, layout=layout)
    instance = "reports" if layout == "per-service" else "single"
    inventory = host.at(f"/usr/share/wsgigen/instances/{instance}")
    new = inventory.read_text()
    host.at(path).touch()
    inventory.write_text(f"{new}restart {asked.split()[1]} {host.at(path)}\n")
    host.run("before")
    host.at(path).unlink()
    inventory.write_text(new)
    assert host.run("after").returncode == 0
    assert asked in host.calls.read_text()


def test_only_the_instances_that_are_named(host):
    host.run("before", "placement")
    host.at("/etc/wsgigen/reports/reports.conf").write_text("")
    host.at("/etc/wsgigen/placement/placement.conf").write_text("")
    host.run("after", "placement")
    assert "reports" not in host.calls.read_text()


def test_what_is_installed_anew_is_not_restarted(host):
    assert host.run("after").returncode == 0
    assert not host.calls.exists()


def test_a_reload_that_fails_is_told_with_what_httpd_refuses(host):
    host.tool("apache2", "#!/bin/sh\necho AH00526: Syntax error\nexit 1\n")
    host.upgraded("/etc/wsgigen/reports/reports.conf", RELOAD_FAILS="yes")
    assert host.done.returncode == 1
    lines = ["wsgi-reports.service: Job failed", "httpd refuses its files:"]
    assert host.done.stderr.splitlines() == [*lines, "AH00526: Syntax error"]


def test_a_reload_that_fails_for_another_reason_is_told(host):
    host.upgraded("/etc/wsgigen/reports/reports.conf", RELOAD_FAILS="yes")
    assert host.done.returncode == 1
    assert host.done.stderr.splitlines() == ["wsgi-reports.service: Job failed"]


def test_configuration_that_the_platforms_apache_refuses_stops_nothing(tmp_path):
    host = Host(tmp_path, layout="single")
    inventory = host.at("/usr/share/wsgigen/instances/single")
    command = host.tools / "configtest"
    inventory.write_text(inventory.read_text().replace("/usr/sbin/apachectl", str(command)))
    host.tool("configtest", "#!/bin/sh\necho AH00526: Syntax error\nexit 1\n")
    changed = "/etc/apache2/sites-available/10-wsgigen-reports.conf"
    assert host.upgraded(changed) == ["daemon-reload"]
    assert host.done.returncode == 1
    assert "apache2.service: was left alone" in host.done.stderr
    assert "AH00526: Syntax error" in host.done.stderr


def test_what_does_not_run_is_not_tested(host):
    host.tool("apache2", "#!/bin/sh\nexit 1\n")
    assert host.upgraded("/etc/wsgigen/reports/reports.conf", STOPPED="yes") == [
        "daemon-reload",
        "try-reload-or-restart wsgi-reports.service",
    ]


def test_pacemakers_units_are_left_to_it(tmp_path):
    host = Host(tmp_path, manager="pacemaker")
    assert host.upgraded("/etc/wsgigen/placement/placement.conf") == ["daemon-reload"]
    assert host.done.returncode == 1
    assert "wsgi-placement.service: its files changed, but Pacemaker manages it" in host.done.stderr


def test_without_systemd_nothing_is_asked(host):
    (host.directory / "systemd").rmdir()
    assert host.upgraded("/etc/wsgigen/reports/reports.conf") == []
