"""Writes a file that is no part of a tree: a list, a report, a draft, a compiled template."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.directory import blamed, write_all
from wsgigen.files.follow import follow

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def save(path: Path, text: str) -> None:
    """Write *text* to *path*: a reader sees the old or the new one.

    A pipe or a device is written to as it is. Raises UserError for what the disk refuses, and for
    a link that belongs neither to the caller nor to root.
    """
    content = text.encode(errors="surrogateescape")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            _send(path, content)
        else:
            replace_file(path, content)
    except OSError as error:
        problem = Problem(
            f"cannot be written: {error.strerror}",
            "name another file",
            location=Location(str(path)),
        )
        raise UserError([problem]) from None


def replace_file(path: Path, content: bytes, *, mode: int = 0o666, make: bool = False) -> None:
    """Write *content* to a new file and rename it to *path*.

    With *make*, directories that are missing are made. The umask takes from *mode*. Raises OSError.
    """
    directory, name = follow(str(path), make=make)
    temporary = f".{name}.{os.urandom(8).hex()}"
    try:
        with blamed(str(path)):
            _write_new(directory, temporary, content, mode)
            os.rename(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=directory)
        raise
    finally:
        os.close(directory)


def _write_new(directory: int, name: str, content: bytes, mode: int) -> None:
    descriptor = os.open(name, _NEW, mode, dir_fd=directory)
    try:
        write_all(descriptor, content)
    finally:
        os.close(descriptor)


def _send(path: Path, content: bytes) -> None:
    """Write to a pipe or a device. A pipe that nobody reads is refused."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EEXIST, "it was a pipe or a device, and became a file", str(path))
        os.set_blocking(descriptor, True)
        write_all(descriptor, content)
    finally:
        os.close(descriptor)
