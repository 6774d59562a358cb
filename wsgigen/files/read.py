"""Reads files within bounds: so many bytes, and so many seconds where nothing comes.

A profile, a CIB or a log may be whatever a path leads to: a device that never ends, a pipe that
nobody writes to, a sparse file of a terabyte. All of them are an OSError here, whose `strerror`
says what is so.
"""

import errno
import os
import select
import stat
from time import monotonic
from types import TracebackType

_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_START = _OPEN | os.O_NOFOLLOW
#: Bytes of one piece.
_PIECE = 1 << 16
#: Seconds that a named pipe may be silent, and that of a program which the shell has started, as
#: `<(cibadmin --query)`.
_SILENCE, _SILENCE_BESIDE = 4, 60
#: Seconds that all of a pipe may take.
_LONGEST = 120


class TooLarge(OSError):
    """A file holds more bytes than its reader takes."""

    def __init__(self, path: str, largest: int) -> None:
        super().__init__(errno.EOVERFLOW, f"it holds more than {largest} bytes", path)


class BoundedFile:
    """One open file, of which at most *largest* bytes are read; TooLarge is raised for more.

    Raises OSError for what cannot be opened, for a device or a socket, and for a pipe unless
    *may_be_pipe*.
    """

    def __init__(
        self, path: str | os.PathLike[str], largest: int, *, may_be_pipe: bool = False
    ) -> None:
        self.path, self._largest, self._read = os.fspath(path), largest, 0
        # before it is opened, since opening some devices does something
        _refuse_special(os.stat(path), self.path, may_be_pipe=may_be_pipe)
        self.descriptor = os.open(path, _OPEN)
        try:
            status = os.fstat(self.descriptor)
            _refuse_special(status, self.path, may_be_pipe=may_be_pipe)
            if stat.S_ISREG(status.st_mode) and status.st_size > largest:
                raise TooLarge(self.path, largest)
            self._silence = _silence(self.descriptor) if stat.S_ISFIFO(status.st_mode) else 0
            self._end = monotonic() + _LONGEST if self._silence else 0
        except OSError:
            os.close(self.descriptor)
            raise

    def __enter__(self) -> "BoundedFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self.descriptor)

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes, at most *size*; none at the end."""
        if self._silence:
            self._wait()
        piece = os.read(self.descriptor, size)
        self._read += len(piece)
        if self._read > self._largest:
            raise TooLarge(self.path, self._largest)
        return piece

    def _wait(self) -> None:
        """Wait until there is something to read, or the end."""
        poll = select.poll()
        poll.register(self.descriptor, select.POLLIN)
        if not poll.poll(1000 * self._silence):
            message = f"it is a pipe, and nothing came for {self._silence} seconds"
            raise OSError(errno.ETIMEDOUT, message, self.path)
        if monotonic() > self._end:
            message = f"it is a pipe, and had not ended after {_LONGEST} seconds"
            raise OSError(errno.ETIMEDOUT, message, self.path)


def read_file(path: str | os.PathLike[str], largest: int, *, may_be_pipe: bool = False) -> bytes:
    """Return the content of a file. Raises TooLarge beyond *largest* bytes, and OSError."""
    with BoundedFile(path, largest, may_be_pipe=may_be_pipe) as file:
        return b"".join(iter(file.read, b""))


def read_regular_file(path: str | os.PathLike[str], largest: int) -> bytes:
    """Return the content of what the caller knows to be a regular file, with few calls.

    Raises TooLarge beyond *largest* bytes, and OSError.
    """
    descriptor = os.open(path, _OPEN)
    try:
        status = os.fstat(descriptor)
        _refuse_special(status, os.fspath(path), may_be_pipe=False)
        if status.st_size > largest:
            raise TooLarge(os.fspath(path), largest)
        content = os.read(descriptor, status.st_size + 1)
    finally:
        os.close(descriptor)
    is_whole = len(content) == status.st_size  # if not, it changes, or does not tell its size
    return content if is_whole else read_file(path, largest)


def read_own_file(path: str | os.PathLike[str], largest: int) -> bytes:
    """Return the content of a file. Raises OSError, also where others can have written it."""
    with BoundedFile(path, largest) as file:
        status = os.fstat(file.descriptor)
        if status.st_uid not in (0, os.geteuid()) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise OSError(errno.EPERM, "others can write it", os.fspath(path))
        return b"".join(iter(file.read, b""))


def read_start(path: str | os.PathLike[str], size: int, after: tuple[int, int] = (0, 0)) -> bytes:
    """Return at most *size* bytes of the regular file at *path*, which is no link. Raises OSError.

    They come *after* so many bytes of the file with that inode, or from the start of any other.
    """
    descriptor = os.open(path, _START)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ENOTSUP, "it is no regular file", os.fspath(path))
        inode, begin = after
        is_same = status.st_ino == inode and status.st_size >= begin
        return os.pread(descriptor, size, begin if is_same else 0)
    finally:
        os.close(descriptor)


def read_names(path: str | os.PathLike[str], most: int) -> list[str]:
    """Return the names in a directory, sorted. Raises OSError, also for more than *most*."""
    names = []
    with os.scandir(path) as entries:
        for entry in entries:
            names.append(entry.name)
            if len(names) > most:
                message = f"it holds more than {most} files"
                raise OSError(errno.EOVERFLOW, message, os.fspath(path))
    return sorted(names)


def _refuse_special(status: os.stat_result, path: str, *, may_be_pipe: bool) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not (stat.S_ISREG(status.st_mode) or (may_be_pipe and stat.S_ISFIFO(status.st_mode))):
        message = "it is neither a file nor a pipe" if may_be_pipe else "it is no regular file"
        raise OSError(errno.ENOTSUP, message, path)


def _silence(descriptor: int) -> int:
    """Return how many seconds a pipe may be silent.

    One without a name has been opened by its writer already.
    """
    name = os.readlink(f"/proc/self/fd/{descriptor}")
    return _SILENCE_BESIDE if name.startswith("pipe:") else _SILENCE
