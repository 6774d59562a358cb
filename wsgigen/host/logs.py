"""Reads httpd's error logs from a moment on: what went wrong first, for a person to see."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.files.read import read_start
from wsgigen.record import record

#: Bytes of a log that are read, and lines that are told of it.
_READ, _TOLD = 1 << 20, 25
#: Level, pid and message of a line. Source: vhost_templates/vhost.apache.j2, ErrorLogFormat; httpd's default has the same fields
_LINE = re.compile(r"\[[^]]*\] \[[\w-]*:(\w+)\] \[pid (\d+)[^]]*\] (?:\[[^]]*\] )*(.*)")
_BEGIN = "Traceback (most recent call last):"
#: How mod_wsgi begins its own messages, which no line of a traceback does. Source: GrahamDumpleton/mod_wsgi, src/server/wsgi_logger.c
_MOD_WSGI = "mod_wsgi (pid="
_ANNOUNCEMENT = "Exception occurred processing WSGI script"
_GRAVE = ("error", "crit", "alert", "emerg")


@record
class Mark:
    """A place in a log: what comes behind it is new. A log that was begun from scratch since is new as a whole."""

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
    """Return the first traceback behind *marks*, else the first error, else the last lines of the first log that has any."""
    logs = [lines for lines in map(_lines, marks) if lines]
    for lines in logs:
        if found := tuple(_traceback(lines)):
            return found[-_TOLD:]
    for lines in logs:
        if found := tuple(message for level, _, message in lines if level in _GRAVE):
            return found[:1]
    return tuple(message for _, _, message in logs[0][-5:]) if logs else ()


def _lines(since: Mark) -> list[tuple[str, str, str]]:
    """The level, pid and message of each line; both empty where it is not httpd's own."""
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
    """The lines of the first traceback, without those of other processes between them."""
    begin = _begin(lines)
    for _, pid, message in lines[begin:]:
        if pid == lines[begin][1]:
            if message.startswith(_MOD_WSGI):
                return
            yield message


def _begin(lines: list[tuple[str, str, str]]) -> int:
    """Where the first traceback begins that mod_wsgi announced; else the first of any, which the application may have caught."""
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
