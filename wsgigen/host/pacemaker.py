"""Runs Pacemaker's own tools on a CIB; they need no cluster, and what they write stays in a private directory.

crm_simulate leaves a copy of the CIB in /var/lib/pacemaker/cib unless it is told where with --save-output.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.cluster.assumed import assume
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Problem, UserError
from wsgigen.files.read import read_file
from wsgigen.pacemaker.cib.copy import copy
from wsgigen.pacemaker.cib.load import interpret
from wsgigen.pacemaker.cib.source import LARGEST, read
from wsgigen.pacemaker.cib.write import write
from wsgigen.plan.resolve import resolve
from wsgigen.profile.model import Profile
from wsgigen.simulate.document import parse
from wsgigen.simulate.edit import prepared
from wsgigen.simulate.outcome import INVALID as INVALID_TRANSITION
from wsgigen.simulate.question import Question
from wsgigen.simulate.replay import Answer
from wsgigen.simulate.run import prove
from wsgigen.simulate.scenario import managed, pose
from wsgigen.simulate.transcript import INVALID, Transcript

#: Seconds after which a run is given up; a cluster of 70 primitives takes 3.
TIMEOUT = 120

#: Exit status for options that a tool does not know.
_USAGE = 64


@dataclass(frozen=True)
class Simulator:
    """crm_simulate. `moment` stays the same from run to run, so that no failure expires between two of them."""

    program: str
    version: str  #: Pacemaker's
    moment: str  #: ISO 8601

    def __call__(self, cib: bytes) -> Answer:
        """What the scheduler makes of *cib*. Raises UserError when it cannot use it; repeats nothing that stands in it."""
        with TemporaryDirectory(prefix="wsgigen-") as temporary:
            given, left = Path(temporary) / "cib.xml", Path(temporary) / "left.xml"
            given.write_bytes(cib)
            done = _run(
                self.program,
                "--simulate",
                "--xml-file",
                given,
                "--save-output",
                left,
                "--set-datetime",
                self.moment,
                "--output-as=xml",
            )
            if not _usable(done) or not left.exists():
                raise UserError([self._refused(cib, done.returncode)])
            return Answer(done.stdout, read_file(left, LARGEST))

    def _refused(self, cib: bytes, status: int) -> Problem:
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
        schema = parse(cib).get("validate-with", "none")
        fix = "crm_verify -V --xml-file FILE says why; a newer Pacemaker's CIB needs tools as new"
        return Problem(f"{tool} cannot use this CIB (validate-with: {schema}): proof not run", fix)


def _usable(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether a run came to an end; with status 1 it did only where it says so, and 3.0.0 has that status for a CIB that it cannot read."""
    ended = done.returncode == 0 or (
        done.returncode == 1 and INVALID_TRANSITION.encode() in done.stdout
    )
    return ended and b"<revised_cluster_status>" in done.stdout


def simulator() -> Simulator:
    """This machine's. Raises UserError when there is none."""
    program = _program("crm_simulate")
    said = _run(program, "--version").stdout.decode(errors="replace").split()
    return Simulator(
        program,
        said[1] if len(said) > 1 else "of unknown version",
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
    )


@dataclass(frozen=True)
class Cluster:
    """What can be asked about: a profile in one layout, and the CIB of its cluster."""

    view: ClusterView
    xml: bytes
    notes: tuple[str, ...] = ()


def cluster(profile: Profile, path: Path | None) -> Cluster:
    """The cluster of the CIB at *path*, or else the one that *profile* describes. Raises UserError when either cannot be used."""
    if path:
        return existing(profile, path)
    profile, notes = managed(profile)
    plan = resolve(profile)
    cib = assume(plan, profile.cluster)
    return Cluster(ClusterView(profile, plan, cib), write(cib), notes)


def existing(profile: Profile | None, path: Path) -> Cluster:
    """The cluster of the CIB at *path*. Raises UserError when it, or *profile*, cannot be used."""
    source = read(path)
    return Cluster(
        ClusterView(profile, resolve(profile) if profile else None, interpret(source)), copy(source)
    )


def ask(about: Cluster, question: Question, scheduler: Simulator) -> Transcript:
    """What comes of *question*. Raises UserError when it cannot be put."""
    posed = pose(about.view, question)
    transcript = prove(posed.question, about.xml, posed.units, posed.services, scheduler)
    silent = transcript.verdict == INVALID and verified(about.xml)
    notes = ("crm_verify has nothing to say of this configuration",) if silent else ()
    return replace(transcript, notes=(*about.notes, *posed.notes, *transcript.notes, *notes))


def verified(cib: bytes) -> bool:
    """Whether crm_verify has nothing to say of the configuration in *cib*. Raises UserError when it is not on this machine."""
    program = _program("crm_verify")
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        given = Path(temporary) / "cib.xml"
        given.write_bytes(prepared(cib))  # or it warns of nodes that nobody has heard of yet
        done = _run(program, "--verbose", "--xml-file", given)
        return done.returncode == 0 and not done.stderr.strip() + done.stdout.strip()


def _program(name: str) -> str:
    """Where a tool is; users' PATH often lacks the directory of administrators' commands."""
    found = shutil.which(name, path=os.pathsep.join(("/usr/sbin", os.environ.get("PATH", ""))))
    if not found:
        fix = "install pacemaker-cli-utils (Debian, Ubuntu) or pacemaker-cli (EL, Fedora, SUSE)"
        raise UserError([Problem(f"{name} is not on this machine: proof not run", fix)])
    return found


def _run(*command: object) -> subprocess.CompletedProcess[bytes]:
    """One call, away from the cluster that this machine may be in: nothing of the environment says where its CIB is."""
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
        problem = Problem(
            f"{Path(words[0]).name} took more than {TIMEOUT} s: proof not run",
            "ask about a smaller part of the cluster",
        )
        raise UserError([problem]) from None
