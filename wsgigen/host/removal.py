"""The commands that are due on this machine before and after its tree is removed.

Nothing here stops or starts a unit.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.errors import Location, Problem
from wsgigen.host.running import UnitState, running
from wsgigen.record import record
from wsgigen.tree.manifest import Manifest
from wsgigen.tree.units import Units, leaving

#: Units that probe, restart or replace others; they are stopped before what they watch.
_WATCHERS = ("wsgi-probe@", "wsgi-heal@", "wsgi-recycle@", "wsgi-certificates@")


def is_this_machine(root: Path) -> bool:
    """Return whether *root* is the root directory of this machine."""
    try:
        return os.path.samefile(root, "/")
    except OSError:
        return False


def in_the_way(units: Units, root: Path) -> Iterator[Problem]:
    """Yield problems for *units* that are active or enabled, with commands to end that."""
    states = running(name for name in units.own if not _ends_by_itself(name))
    location = Location(str(root))
    if clustered := [state.name for state in states if state.clustered]:
        commands = "pcs resource delete ID, or crm configure delete ID"
        fix = f"delete their resources from the cluster: {commands}"
        yield Problem(
            f"Pacemaker runs units of this tree: {', '.join(clustered)}", fix, location=location
        )
    if used := [state for state in states if not state.clustered]:
        names = [state.name for state in used if not state.name.startswith(_WATCHERS)] or [
            state.name for state in used
        ]
        message = f"units of this tree are active or enabled: {', '.join(names)}"
        yield Problem(message, f"{' && '.join(_ending(used))}", location=location)


@record
class Leaving:
    """The unit files that a build removes from this machine.

    `used` are the units that are active or enabled; `problem` says why they must not be removed.
    """

    units: Units = Units()
    used: tuple[str, ...] = ()
    problem: Problem | None = None


def leaving_here(root: Path, manifest: Manifest, names: Iterable[str]) -> Leaving:
    """Return the unit files of *manifest* that a tree with the files *names* does not have.

    Nothing if *root* is not the root of this machine.
    """
    if not is_this_machine(root):
        return Leaving()
    units = leaving(manifest, names)
    used = running(name for name in units.own if not _ends_by_itself(name))
    return Leaving(
        units, tuple(state.name for state in used), _still_used(used, root) if used else None
    )


def _still_used(used: tuple[UnitState, ...], root: Path) -> Problem:
    names = (
        ", ".join(state.name for state in used if not state.name.startswith(_WATCHERS))
        or used[0].name
    )
    message = (
        f"the new tree has no {names}, which is active or enabled here and would keep its ports"
        " without a unit file"
    )
    fix = (
        f"{' && '.join(_ending(used))}, then build again; or build with --keep-running, which"
        " leaves the unit files until you have done so"
    )
    if clustered := [state.name for state in used if state.clustered]:
        first = (
            f"Pacemaker runs {', '.join(clustered)}: delete their resources from the cluster first"
        )
        fix = f"{first}; {fix}"
    return Problem(message, fix, location=Location(str(root)))


def next_steps(units: Units) -> Iterator[str]:
    """Yield the commands after which systemd and the platform's Apache forget removed files."""
    yield "systemctl daemon-reload"
    for state in running(units.extended):
        if state.enabled:
            yield f"systemctl reenable {state.name}"
        if state.active:
            yield f"systemctl restart {state.name}"


def _ends_by_itself(name: str) -> bool:
    """Return whether the unit *name* is one run of a probe, which its timer starts again."""
    return name.startswith("wsgi-probe@") and name.endswith(".service")


def _ending(used: Iterable[UnitState]) -> Iterator[str]:
    watchers = [state.name for state in used if state.active and state.name.startswith(_WATCHERS)]
    others = [state.name for state in used if not state.name.startswith(_WATCHERS)]
    if watchers:
        yield f"systemctl stop {' '.join(watchers)}"
    if others:
        targets_first = sorted(others, key=lambda name: (not name.endswith(".target"), name))
        yield f"systemctl disable --now {' '.join(targets_first)}"
