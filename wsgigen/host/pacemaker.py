"""Runs Pacemaker's own tools on a CIB; they need no cluster.

What they write stays in a private directory: crm_simulate leaves a copy of the CIB in
/var/lib/pacemaker/cib unless it is told where with --save-output.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.errors import Problem, UserError
from wsgigen.files.read import read_file
from wsgigen.pacemaker.cib.document import MAX_BYTES
from wsgigen.record import record
from wsgigen.simulate.document import parse_cib
from wsgigen.simulate.edit import prepared
from wsgigen.simulate.outcome import INVALID_TRANSITION
from wsgigen.simulate.replay import SchedulerRun

#: Seconds after which a run is given up; a cluster of 70 primitives takes 3.
TIMEOUT = 120

#: Exit status for options that a tool does not know.
_USAGE = 64


@record
class Simulator:
    """The crm_simulate of this machine."""

    program: str
    version: str  #: Pacemaker's
    moment: str  #: ISO 8601; the same for each run, so that no failure expires between two runs

    def __call__(self, cib: bytes) -> SchedulerRun:
        """Return what the scheduler makes of *cib*.

        Raises UserError when it cannot use it; repeats nothing that stands in it.
        """
        with TemporaryDirectory(prefix="wsgigen-") as temporary:
            before, after = Path(temporary) / "before.xml", Path(temporary) / "after.xml"
            before.write_bytes(cib)
            files = ("--xml-file", before, "--save-output", after)
            options = ("--simulate", "--set-datetime", self.moment, "--output-as=xml")
            done = _run(self.program, *options, *files)
            if not _is_usable(done) or not after.exists():
                raise UserError([self._problem(cib, done.returncode)])
            return SchedulerRun(done.stdout, read_file(after, MAX_BYTES))

    def _problem(self, cib: bytes, status: int) -> Problem:
        tool = f"crm_simulate {self.version}"
        if status < 0:
            return Problem(
                f"{tool} was ended by signal {-status}: proof not run",
                "crm_simulate --simulate --xml-file FILE shows more",
            )
        if status == _USAGE:
            return Problem(
                f"{tool} cannot print XML: proof not run", "take Pacemaker 2.1.2 or newer"
            )
        schema = parse_cib(cib).get("validate-with", "none")
        fix = "crm_verify -V --xml-file FILE says why; a newer Pacemaker's CIB needs tools as new"
        return Problem(f"{tool} cannot use this CIB (validate-with: {schema}): proof not run", fix)


def _is_usable(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Tell whether a run came to an end.

    With status 1 it did only where it says so: 3.0.0 also has it for a CIB that it cannot read.
    """
    ended = done.returncode == 0 or (
        done.returncode == 1 and INVALID_TRANSITION.encode() in done.stdout
    )
    return ended and b"<revised_cluster_status>" in done.stdout


def simulator() -> Simulator:
    """Return this machine's crm_simulate. Raises UserError when there is none."""
    program = _program("crm_simulate")
    words = _run(program, "--version").stdout.decode(errors="replace").split()
    version = words[1] if len(words) > 1 else "of unknown version"
    return Simulator(program, version, datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ"))


def passes_crm_verify(cib: bytes) -> bool:
    """Tell whether crm_verify has nothing to say about the configuration in *cib*.

    Raises UserError when crm_verify is not on this machine.
    """
    program = _program("crm_verify")
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        file = Path(temporary) / "cib.xml"
        file.write_bytes(prepared(cib))  # or it warns of nodes that nobody has heard of yet
        done = _run(program, "--verbose", "--xml-file", file)
        return done.returncode == 0 and not done.stderr.strip() + done.stdout.strip()


def _program(name: str) -> str:
    """Return the path of a tool, also below /usr/sbin.

    A user's PATH often lacks the administrators' commands.
    """
    program = shutil.which(name, path=os.pathsep.join(("/usr/sbin", os.environ.get("PATH", ""))))
    if not program:
        fix = "install pacemaker-cli-utils (Debian, Ubuntu) or pacemaker-cli (EL, Fedora, SUSE)"
        raise UserError([Problem(f"{name} is not on this machine: proof not run", fix)])
    return program


def _run(*command: object) -> subprocess.CompletedProcess[bytes]:
    """Run one tool away from the cluster that this machine may be in.

    Nothing in the environment says where that cluster's CIB is.
    """
    words = [str(word) for word in command]
    environment: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(
            words,
            capture_output=True,
            check=False,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        message = f"{Path(words[0]).name} took more than {TIMEOUT} s: proof not run"
        fix = "ask about a smaller part of the cluster"
        raise UserError([Problem(message, fix)]) from None
