"""Reads httpd's error logs from a mark on, and finds the first failure."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.files.read import read_start
from wsgigen.record import record

#: Bytes of a log that are read, and lines of it that are shown.
_READ, _TOLD = 1 << 20, 25
#: Level, pid and message of a line; httpd's default format has the same fields.
#: Source: vhost_templates/vhost.apache.j2, ErrorLogFormat.
_LINE = re.compile(r"\[[^]]*\] \[[\w-]*:(\w+)\] \[pid (\d+)[^]]*\] (?:\[[^]]*\] )*(.*)")
_BEGIN = "Traceback (most recent call last):"
#: The start of mod_wsgi's own messages, which no line of a traceback has.
#: Source: GrahamDumpleton/mod_wsgi, src/server/wsgi_logger.c
_MOD_WSGI = "mod_wsgi (pid="
_ANNOUNCEMENT = "Exception occurred processing WSGI script"
_GRAVE = ("error", "crit", "alert", "emerg")


@record
class Mark:
    """A position in a log: later lines are new; in a replaced log all lines are."""

    path: Path
    inode: int
    size: int  #: bytes


def mark(path: Path) -> Mark:
    """Return the end of the log at *path*."""
    try:
        status = path.stat()
    except OSError:
        return Mark(path, 0, 0)
    return Mark(path, status.st_ino, status.st_size)


def first_failure(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return the lines of the first failure after *marks*.

    It is the first traceback, or else the first error, or else the last lines of the first log that
    has any.
    """
    logs = [lines for lines in map(_lines, marks) if lines]
    for lines in logs:
        if traceback := tuple(_traceback(lines)):
            return traceback[-_TOLD:]
    for lines in logs:
        if errors := tuple(message for level, _, message in lines if level in _GRAVE):
            return errors[:1]
    return tuple(message for _, _, message in logs[0][-5:]) if logs else ()


def _lines(since: Mark) -> list[tuple[str, str, str]]:
    """Return level, pid and message of each line; level and pid may be empty."""
    try:
        text = read_start(since.path, _READ, (since.inode, since.size)).decode(errors="replace")
    except OSError:
        return []
    matches = ((line, _LINE.match(line)) for line in text.splitlines())
    return [
        (match[1], match[2], match[3]) if match else ("", "", line)
        for line, match in matches
        if line.strip()
    ]


def _traceback(lines: list[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the lines of the first traceback, without those of other processes."""
    begin = _begin(lines)
    for _, pid, message in lines[begin:]:
        if pid == lines[begin][1]:
            if message.startswith(_MOD_WSGI):
                return
            yield message


def _begin(lines: list[tuple[str, str, str]]) -> int:
    """Return the index of the first announced traceback, or else of any traceback.

    The application may have caught one that mod_wsgi did not announce.
    """
    announced: set[str] = set()
    first = len(lines)
    for number, (_, pid, message) in enumerate(lines):
        if message.startswith(_MOD_WSGI) and _ANNOUNCEMENT in message:
            announced.add(pid)
        elif message == _BEGIN:
            if pid in announced:
                return number
            first = min(first, number)
    return first
