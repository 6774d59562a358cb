"""Locks a directory: one writer at a time, and who waits in vain is told for whom."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from wsgigen.errors import Location, Problem, UserError

#: Seconds that a build waits for another one.
PATIENCE = 15.0


def lock(descriptor: int, path: str, *, wait: bool = True) -> None:
    """Lock the directory *descriptor*, called *path*, until it is closed.

    Raises UserError, which names the process that holds the lock, after PATIENCE; unless *wait*,
    BlockingIOError at once.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise
            if monotonic() > end:
                raise UserError([_locked(descriptor, path)]) from None
            sleep(0.05)


def _locked(descriptor: int, path: str) -> Problem:
    holders = list(dict.fromkeys(_holders(os.fstat(descriptor).st_ino)))
    who = ", ".join(f"{_command(pid)} (pid {pid})" for pid in holders) or "a process that is hidden"
    message = f"is locked by {who}, for more than {PATIENCE:g} seconds"
    return Problem(message, "wait until it ends, or end it", location=Location(path))


def _holders(inode: int) -> Iterator[int]:
    """Yield the processes that hold a lock of flock(2) on *inode*.

    /proc/locks knows who took the lock, who may have ended since; fdinfo knows who has it, where
    it may be read.
    Source: man proc: /proc/locks, /proc/pid/fdinfo
    """
    own = str(os.getpid())
    for process in os.listdir("/proc"):
        if process.isdigit() and process != own:
            for file in _listed(f"/proc/{process}/fdinfo"):
                lines = _lines(f"/proc/{process}/fdinfo/{file}")
                if any(_is_of(line, inode) for line in lines if line.startswith("lock:")):
                    yield int(process)
    for line in _lines("/proc/locks"):
        words = line.split()
        if _is_of(line, inode) and words[4].isdigit() and os.path.exists(f"/proc/{words[4]}"):
            yield int(words[4])


def _is_of(line: str, inode: int) -> bool:
    """Return whether *line* tells of a lock on *inode* that is held, not waited for."""
    return "FLOCK" in line and "->" not in line and f":{inode} " in line


def _listed(directory: str) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError:
        return []


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def _command(pid: int) -> str:
    return next(iter(_lines(f"/proc/{pid}/comm")), "a process")
