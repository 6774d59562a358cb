"""`wsgigen check --root`: a tree is built, somebody adds to it, and check finds it."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.unit.given import keys, yaml
from wsgigen.cli.main import main

#: Rule, layout and platform; what breaks it and what does not, each a file and its content.
ADDED = [
    (
        "accept-filter-not-none",
        {},
        ("etc/keystone/more.conf", "AcceptFilter http data\n"),
        ("etc/keystone/more.conf", "AcceptFilter https data\n"),
    ),
    (
        "reload-is-no-handover",
        {},
        (
            "etc/systemd/system/wsgi-keystone.service",
            "[Service]\nExecReload=/bin/kill -HUP $MAINPID\nTimeoutSec=5min\n",
        ),
        ("etc/systemd/system/wsgi-.service.d/a.conf", "[Service]\nExecReload=/bin/true\n"),
    ),
    (
        "script-reloading-on",
        {},
        ("etc/keystone/more.conf", "<Location />\nWSGIScriptReloading On\n</Location>\n"),
        ("etc/keystone/more.conf", "WSGIScriptReloading On\n"),
    ),
    (
        "rotatelogs-truncates",
        {},
        ("etc/keystone/more.conf", "TransferLog '|rotatelogs -n 3 /var/log/t 60'\n"),
        ("etc/keystone/more.conf", "TransferLog '|rotatelogs -l /var/log/t.%s 60'\n"),
    ),
    (
        "reload-timeout-too-short",
        {},
        ("etc/systemd/system/wsgi-keystone.service.d/a.conf", "[Service]\nTimeoutStartSec=1min\n"),
        ("etc/systemd/system/wsgi-keystone.service.d/a.conf", "[Service]\nTimeoutStartSec=2min\n"),
    ),
    (
        "start-limit-below-brake",
        {"layout": "single"},
        (
            "run/systemd/system/apache2.service.d/a.conf",
            "[Unit]\nStartLimitBurst=99\nStartLimitIntervalSec=1w\n",
        ),
        ("run/systemd/system/apache2.service.d/10.conf", "[Unit]\nStartLimitBurst=1\n"),
    ),
    (
        "on-failure-repeats",
        {"platform": "debian-13"},
        ("etc/systemd/system/service.d/a.conf", "[Unit]\nOnFailure=mail@%n.service\n"),
        ("etc/systemd/system/service.d/a.conf", "[Unit]\nOnFailure=\n#OnFailure=x\n"),
    ),
    (
        "memory-max-of-one",
        {},
        (
            "etc/systemd/system.control/wsgi-keystone.service.d/50-MemoryMax.conf",
            "[Service]\nMemoryMax=190M\n",
        ),
        (
            "etc/systemd/system.control/wsgi-keystone.service.d/50-MemoryMax.conf",
            "[Service]\nMemoryMax=9G\n",
        ),
    ),
    (
        "stop-timeout-below-drain",
        {"layout": "single"},
        ("etc/systemd/system/apache2.service.d/a.conf", "[Service]\nTimeoutStopSec=20\n"),
        ("etc/systemd/system/apache2.service.d/a.conf", "[Service]\nTimeoutStopSec=1h\n"),
    ),
]
RULES = [rule for rule, *_ in ADDED]


class Host:
    """A host below *top*: what is built of its profile, and a main file of the platform's Apache."""

    def __init__(self, top: Path, **more: Any) -> None:
        self.profile, self.root = top / "controller.yaml", top / "host"
        self.profile.write_text(yaml(keys(services={"keystone": {"processes": 1}}, **more)))
        assert self.call("build", "--root", str(self.root))[0] == 0
        self.add("etc/apache2/apache2.conf", "IncludeOptional conf-enabled/*.conf\n")
        config = self.root / "etc/wsgigen/keystone/httpd.conf"
        if config.exists():
            with config.open("a") as file:
                file.write("IncludeOptional /etc/keystone/*.conf\n")

    def add(self, path: str, content: str) -> Path:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(content)
        return self.root / path

    def call(self, command: str, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [command, str(self.profile), *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def check(self, *rules: str) -> dict[str, Any]:
        """Return what check says of the chosen layout."""
        selected = [word for rule in rules for word in ("--select", rule)]
        options = ("--root", str(self.root), "--format", "json", "--fail-on", "advice", *selected)
        status, said = self.call("check", *options)
        (report,) = json.loads(said)["reports"]
        (layout,) = (one for one in report["layouts"] if one["layout"] == report["layout"])
        assert (status == 1) is bool(layout["findings"])
        return dict(layout)


@pytest.mark.parametrize(("rule", "more", "breaks", "harmless"), ADDED, ids=RULES)
def test_what_was_added_is_found_in_its_line(tmp_path, rule, more, breaks, harmless):
    host = Host(tmp_path, **more)
    assert host.check(*RULES)["findings"] == []
    added = host.add(*harmless)
    assert host.check(*RULES)["findings"] == []
    added.unlink()
    host.add(*breaks)
    found = host.check(*RULES)
    assert found["not_checked"] == []
    (finding,) = found["findings"]
    assert (finding["rule"], finding["file"]) == (rule, str(host.root / breaks[0]))
    quoted = breaks[1].splitlines()[finding["line"] - 1]
    assert f"`{quoted}`" in finding["message"]
    assert finding["fix"]


def test_without_a_root_the_rules_are_not_checked_and_say_what_they_need(tmp_path):
    host = Host(tmp_path)
    said = host.call("check", "--verbose")[1]
    assert f"not checked: {', '.join(sorted(RULES))} need --root DIR, " in said


def test_a_root_that_is_no_directory_is_refused(tmp_path):
    host = Host(tmp_path)
    for root in ("nowhere", "controller.yaml"):
        status, said = host.call("check", "--root", str(tmp_path / root))
        assert (status, said.splitlines()[0]) == (
            2,
            f"{tmp_path / root}: error: is not a directory",
        )


def test_a_host_without_the_units_is_not_checked(tmp_path):
    host = Host(tmp_path)
    (tmp_path / "empty").mkdir()
    host.root = tmp_path / "empty"
    found = host.check(*RULES)
    assert {gap["rule"] for gap in found["not_checked"]} == {*RULES}
    assert found["verdict"] == "not checked"


def test_an_administrators_mask_of_a_drop_in_counts(tmp_path):
    host = Host(tmp_path)
    package = "usr/lib/systemd/system/wsgi-.service.d/90-tight.conf"
    host.add(package, "[Service]\nTimeoutStopSec=1\n")
    assert len(host.check(*RULES)["findings"]) == 1
    mask = host.root / "etc/systemd/system/wsgi-.service.d/90-tight.conf"
    mask.parent.mkdir(parents=True)
    mask.symlink_to("/dev/null")
    assert host.check(*RULES)["findings"] == []


def drop_in(host: Host, name: str = "a.conf") -> Path:
    path = host.root / "etc/systemd/system/wsgi-keystone.service.d" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_a_directory_as_a_drop_in_is_passed_over(tmp_path):
    host = Host(tmp_path)
    drop_in(host).mkdir()
    found = host.check(*RULES)
    assert (found["findings"], found["not_checked"]) == ([], [])


def test_a_device_a_pipe_a_loop_and_a_file_without_end_are_not_checked(tmp_path):
    host = Host(tmp_path)
    os.mkfifo(drop_in(host, "pipe.conf"))
    drop_in(host, "loop.conf").symlink_to("loop.conf")
    with drop_in(host, "large.conf").open("wb") as file:
        file.truncate(1 << 40)
    names = ["large", "loop", "pipe"]
    if os.geteuid() == 0:
        device = host.root / "dev/zero"
        device.parent.mkdir()
        try:
            os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            pass  # not every container may make one
        else:
            names.append("zero")
    drop_in(host, "zero.conf").symlink_to("/dev/zero")
    gaps = host.check("stop-timeout-below-drain")["not_checked"]
    assert sorted(gap["about"] for gap in gaps) == [
        str(drop_in(host, f"{name}.conf")) for name in names
    ]


def test_this_hosts_own_dev_zero_is_not_read(tmp_path):
    host = Host(tmp_path)
    drop_in(host).symlink_to("/dev/zero")
    host.add("etc/keystone/more.conf", "Include /dev/zero\n")
    status, _ = host.call("check", "--root", "/", "--select", "accept-filter-not-none")
    assert status in (0, 1)
    assert host.check(*RULES)["findings"] == []


def test_binary_files_are_read_as_what_they_are(tmp_path):
    host = Host(tmp_path)
    binary = bytes(range(256)) * 100
    drop_in(host).write_bytes(binary + b"\n[Service]\nTimeoutStopSec=\x1b[2J5\nTimeoutStopSec=5\n")
    (host.root / "etc/keystone").mkdir()
    (host.root / "etc/keystone/more.conf").write_bytes(binary + b"\nAcceptFilter http \x1b[31m\n")
    status, said = host.call("check", "--root", str(host.root))
    assert status == 1
    assert "\x1b" not in said
    assert "AcceptFilter http \\x1b[31m" in said
    assert "`TimeoutStopSec=5`" in said


def test_files_that_include_each_other_are_not_checked_and_the_rest_is(tmp_path):
    host = Host(tmp_path)
    host.add("etc/keystone/a.conf", "Include /etc/keystone/b.conf\nAcceptFilter http data\n")
    host.add("etc/keystone/b.conf", "Include /etc/keystone/a.conf\n")
    found = host.check("accept-filter-not-none")
    assert [finding["line"] for finding in found["findings"]] == [2]
    assert {gap["about"] for gap in found["not_checked"]} == {
        str(host.root / f"etc/keystone/{name}.conf") for name in "ab"
    }


def test_3000_drop_ins_are_read_and_the_last_counts(tmp_path):
    host = Host(tmp_path)
    for number in range(3000):
        drop_in(host, f"{number:04}.conf").write_text(
            f"[Service]\nTimeoutStopSec={3000 - number}\n"
        )
    (finding,) = host.check("stop-timeout-below-drain")["findings"]
    assert finding["file"] == str(drop_in(host, "2999.conf"))
