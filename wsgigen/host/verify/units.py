"""Verifies units with `systemd-analyze verify`."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.host.verify.result import FAILED, NOT_RUN, OK, Verification, run_program
from wsgigen.plan.model import Plan
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import below

_UNIT_SUFFIXES = (".service", ".timer", ".target", ".slice")
#: Stands in for the platform's own unit if its package is not installed, so that the drop-in for it
#: is verified nevertheless.
_STAND_IN = "[Service]\nExecStart=/bin/true\n"
#: What systemd-analyze says of a program that is not on this machine.
_ABSENT_PROGRAM = re.compile(r"Command (\S+) is not executable")


def verify_units(plan: Plan) -> Iterator[Verification]:
    """Run `systemd-analyze verify` on each unit.

    Programs and units that are missing on this machine are named; they are no failure.
    """
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        yield Verification("units", NOT_RUN, "systemd-analyze is not on this machine")
        return
    with TemporaryDirectory() as temporary:
        root = Path(temporary) / "root"
        build_tree(render(plan), root, plan.profile)
        directory = below(root, plan.platform.units)
        generated = {path.name for path in directory.glob("*") if path.suffix in _UNIT_SUFFIXES}
        shipped = {instance.unit for instance in plan.instances} - generated
        absent = {unit for unit in shipped if not _is_installed(analyze, unit)}
        for unit in absent:
            (directory / unit).write_text(_STAND_IN)
        for name in sorted(generated | shipped):
            instantiated = name.replace("@.", "@instance.")
            if instantiated != name:
                (directory / instantiated).symlink_to(name)
            yield _verify_unit(analyze, directory, instantiated, stands_in=name in absent)


def _is_installed(analyze: str, unit: str) -> bool:
    """Return whether systemd finds a unit file of that name on this machine."""
    return any(
        (Path(directory) / unit).exists()
        for directory in run_program(analyze, "unit-paths").stdout.splitlines()
    )


def _verify_unit(analyze: str, directory: Path, name: str, *, stands_in: bool) -> Verification:
    # A unit of the platform is elsewhere, so it is verified by name. The colon at the end of the
    # path stands for systemd's own directories.
    environ = {**os.environ, "SYSTEMD_UNIT_PATH": f"{directory}:"}
    completed = run_program(analyze, "verify", "--man=no", name, env=environ)
    complaints = [
        line.replace(f"{directory}/", "") for line in completed.stderr.splitlines() if line.strip()
    ]
    own = re.compile(re.escape(name.partition("@")[0]) + "|wsgi")
    failures = [line for line in complaints if not _is_absence(line) and own.search(line)]
    if failures:
        return Verification(f"unit: {name}", FAILED, "\n".join(failures))
    matches = [_ABSENT_PROGRAM.search(line) for line in complaints]
    programs = sorted({match[1] for match in matches if match})
    absent = [*([f"{name} (its drop-in was verified)"] if stands_in else []), *programs]
    reason = f"not on this machine: {', '.join(absent)}" if absent else ""
    return Verification(f"unit: {name}", OK, reason)


def _is_absence(complaint: str) -> bool:
    """Return whether *complaint* is only about a program that is missing here."""
    return "is not executable" in complaint
