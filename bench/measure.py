"""The measurements' common parts."""

import os
import subprocess
import sys
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_MEMORY = Path("/dev/shm")
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
        return (
            f"{'holds' if holds else 'DOES NOT HOLD'}: {self.what}: {self.value:.3g}{self.unit}, "
            f"{side} {self.limit:g}{self.unit}"
        )


@dataclass(frozen=True)
class Run:
    """The time and the memory that one process took."""

    seconds: float
    cpu: float
    mebibytes: float
    output: str


#: Python keeps what it compiled, as for any installed package; some environments tell it not to.
_ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


def run(*command: object, allowed: Container[int] = (0,)) -> Run:
    """Run a process to its end.

    Raises RuntimeError with its output if its exit status is none of *allowed*.
    """
    begin = time.perf_counter()
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_ENVIRONMENT
    )
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{command}: {output[-2000:]}")
    return Run(
        time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output
    )


def wsgigen(*words: object, allowed: Container[int] = (0,)) -> Run:
    """Run wsgigen in a process of its own: the script that pip makes beside this Python."""
    return run(Path(sys.executable).with_name("wsgigen"), *words, allowed=allowed)


@contextmanager
def directory() -> Iterator[Path]:
    """Where to build: in memory where there is enough of it, so that files cost the same each time.

    ext4 passes over inodes that were freed in the minutes before, as by another run: the same 8,000
    files then take it 0.2 s or 5.
    """
    there = os.statvfs(_MEMORY) if _MEMORY.is_dir() else None
    large = there and there.f_bavail * there.f_frsize > 2 * 1024**3 and there.f_favail > 500_000
    with TemporaryDirectory(
        dir=_MEMORY if large else Path(__file__).parent, prefix=".wsgigen-"
    ) as temporary:
        yield Path(temporary)


def note(text: str) -> None:
    """Say a figure that is not judged."""
    print(f"    {text}", flush=True)
