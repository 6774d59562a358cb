"""Reads from this machine's systemd which units run or start at boot."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from wsgigen.errors import Problem, UserError
from wsgigen.record import record

#: Exists while systemd is PID 1. Source: man sd_booted
_BOOTED = Path("/run/systemd/system")
#: States of a unit that has no process; a unit that systemd starts again and again is `activating`.
#: Source: man systemctl; systemd/systemd, src/basic/unit-def.c
_AT_REST = ("inactive", "failed")
_PROPERTIES = ("ActiveState", "UnitFileState", "DropInPaths")


@record
class UnitState:
    """The state of one unit that is active or enabled.

    `clustered` says that Pacemaker started it: the unit has Pacemaker's drop-in.
    Source: ClusterLabs/pacemaker, lib/services/systemd.c
    """

    name: str
    active: bool
    enabled: bool
    clustered: bool = False


def running(units: Iterable[str], *, booted: Path = _BOOTED) -> tuple[UnitState, ...]:
    """Return those of *units* that are active or enabled on this machine, in their order.

    None if systemd is not PID 1. A unit whose file is gone is active as long as it runs. Raises
    UserError if systemctl fails.
    """
    import shutil  # noqa: PLC0415 - most builds are not for the root of this machine

    names = tuple(dict.fromkeys(units))
    if not names or not booted.is_dir() or not shutil.which("systemctl"):
        return ()
    states = (_state(name, shown) for name, shown in zip(names, _shown(names), strict=True))
    return tuple(state for state in states if state.active or state.enabled)


def _shown(names: tuple[str, ...]) -> list[Mapping[str, str]]:
    """Return the properties of each unit.

    `systemctl show` prints a block of lines for each, with blank lines in between.
    """
    import subprocess  # noqa: PLC0415 - see running

    command = ("systemctl", "show", f"--property={','.join(_PROPERTIES)}", "--", *names)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"systemctl cannot say which units run: {done.stderr.strip() or done.returncode}"
        raise UserError(
            [Problem(message, "run as root on the host itself, or name another --root")]
        )
    blocks = (block.splitlines() for block in done.stdout.split("\n\n"))
    return [dict(line.split("=", 1) for line in block if "=" in line) for block in blocks if block]


def _state(name: str, shown: Mapping[str, str]) -> UnitState:
    return UnitState(
        name,
        active=shown["ActiveState"] not in _AT_REST,
        enabled=shown["UnitFileState"] in ("enabled", "enabled-runtime"),
        clustered="/50-pacemaker.conf" in shown["DropInPaths"],
    )
