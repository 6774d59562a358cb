"""What the measurements share."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROFILES = Path(__file__).resolve().parent.parent / "profiles"


@dataclass(frozen=True)
class Bound:
    """One ratio beside what it may be."""

    what: str
    value: float
    limit: float
    least: bool = False  #: the limit is the least, not the most
    unit: str = ""

    def __str__(self) -> str:
        holds = self.value >= self.limit if self.least else self.value <= self.limit
        side = "at least" if self.least else "at most"
        return f"{'holds' if holds else 'DOES NOT HOLD'}: {self.what}: {self.value:.3g}{self.unit}, {side} {self.limit:g}{self.unit}"


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    cpu: float
    mebibytes: float
    output: str


def run(*command: object) -> Run:
    """Run a process to its end. Raises RuntimeError with what it said when it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: {output[-2000:]}")
    return Run(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def wsgigen(*words: object) -> Run:
    """Run wsgigen in a process of its own."""
    return run(sys.executable, "-m", "wsgigen", *words)


def note(text: str) -> None:
    """Say a figure that is not judged."""
    print(f"    {text}", flush=True)
