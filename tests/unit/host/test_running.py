"""Which units run, without a systemd. tests/hosts/test_remove.py asks a real one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wsgigen.errors import UserError
from wsgigen.host.running import UnitState, running


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script in systemctl's place."""

    def put(script):
        program = tmp_path / "systemctl"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    return put


def test_where_systemd_is_not_pid_1_nothing_runs(systemctl, tmp_path):
    systemctl("echo ActiveState=active; echo UnitFileState=enabled; echo DropInPaths=")
    assert running(["a.service"], booted=tmp_path / "missing") == ()
    assert running(["a.service"], booted=tmp_path) == (
        UnitState("a.service", active=True, enabled=True),
    )


def test_no_units_are_no_question(systemctl, tmp_path):
    systemctl("echo nobody asks; exit 1")
    assert running([], booted=tmp_path) == ()


@pytest.mark.parametrize(
    ("active", "enabled", "found"),
    [
        ("active", "disabled", (True, False)),
        ("activating", "disabled", (True, False)),
        ("reloading", "", (True, False)),
        ("deactivating", "", (True, False)),
        ("inactive", "enabled", (False, True)),
        ("failed", "enabled-runtime", (False, True)),
        ("failed", "disabled", None),
        ("inactive", "static", None),
        ("inactive", "masked", None),
        ("inactive", "", None),
    ],
)
def test_a_unit_that_starts_again_and_again_runs_and_a_failed_one_does_not(
    systemctl, tmp_path, active, enabled, found
):
    systemctl(f"echo UnitFileState={enabled}; echo DropInPaths=; echo ActiveState={active}")
    assert [(unit.active, unit.enabled) for unit in running(["a.service"], booted=tmp_path)] == (
        [found] if found else []
    )


def test_a_unit_that_pacemaker_started_is_told(systemctl, tmp_path):
    systemctl(
        "printf 'ActiveState=active\\nUnitFileState=disabled\\nDropInPaths=/run/systemd/system/a.service.d/50-pacemaker.conf\\n\\n"
        "ActiveState=active\\nUnitFileState=disabled\\nDropInPaths=/etc/systemd/system/b.service.d/mine.conf\\n'"
    )
    assert [
        (unit.name, unit.clustered) for unit in running(["a.service", "b.service"], booted=tmp_path)
    ] == [
        ("a.service", True),
        ("b.service", False),
    ]


def test_a_systemctl_that_does_not_answer_is_an_error(systemctl, tmp_path):
    systemctl("echo 'Failed to connect to bus: Permission denied' >&2; exit 1")
    with pytest.raises(UserError, match="Failed to connect to bus: Permission denied"):
        running(["a.service"], booted=tmp_path)
