"""Signals, drains and kills the processes of one httpd."""

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from wsgigen.files.read import read_start

#: Bytes that are read of a file in /proc.
_PROC_BYTES = 16 * 1024
#: Seconds that a drained stop may take beyond the instance's own drain.
GRACE = 10


def send_signal(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to *process*, if it has not ended."""
    if process.poll() is None:
        process.send_signal(number)


def drain(process: subprocess.Popen[bytes]) -> None:
    """Send SIGWINCH as soon as httpd handles it: while it starts it ignores it."""
    end = monotonic() + GRACE
    while (
        process.poll() is None and not _catches(process.pid, signal.SIGWINCH) and monotonic() < end
    ):
        sleep(0.02)
    send_signal(process, signal.SIGWINCH)


def read_proc(path: Path) -> str:
    """Return the start of a file in /proc: a process may have a title of any length."""
    return read_start(path, _PROC_BYTES).decode(errors="replace")


def _catches(pid: int, number: int) -> bool:
    """Return whether a process has a handler for a signal.

    Source: man proc, /proc/pid/status, SigCgt.
    """
    try:
        match = re.search(r"^SigCgt:\s*(\w+)$", read_proc(Path(f"/proc/{pid}/status")), re.M)
    except OSError:
        return False
    return bool(match and int(match[1], 16) & 1 << number - 1)


def end_within(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Send SIGTERM to *process*, if it has not ended within *seconds*."""
    if not _has_ended(process, seconds):
        send_signal(process, signal.SIGTERM)
        _has_ended(process, GRACE)


def kill_at(process: subprocess.Popen[bytes], end: float) -> None:
    """Kill the remaining processes of an instance at *end*: httpd or its children."""
    with suppress(ProcessLookupError):
        while monotonic() < end:
            os.killpg(process.pid, 0)
            process.poll()
            sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for *process*, and return whether it ended within *seconds*."""
    end = monotonic() + seconds
    while process.poll() is None and monotonic() < end:
        sleep(0.05)
    return process.poll() is not None
