"""Opens, makes and lists single directories through descriptors."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

DIRECTORY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def blamed(path: str) -> Iterator[None]:
    """Have an OSError of the body name *path*, and not what that is called in its directory."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = path, None
        raise


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of *content*: once nearly always."""
    while content:
        content = content[os.write(descriptor, content) :]


def enter(directory: int, name: str, *, make: bool) -> tuple[int, bool]:
    """Return a descriptor of the directory *name*, which is no link, and whether it was made."""
    try:
        return os.open(name, DIRECTORY, dir_fd=directory), False
    except FileNotFoundError:
        if not make:
            raise
    make_directory(directory, name, 0o755)
    return os.open(name, DIRECTORY, dir_fd=directory), True


def make_directory(directory: int, name: str, mode: int) -> None:
    """Make the directory *name* with *mode*; what the umask takes away is given back.

    The umask itself belongs to the whole process, whose threads may be making files.
    """
    os.mkdir(name, mode, dir_fd=directory)
    descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=directory)
    try:
        status = os.fstat(descriptor)
        if status.st_mode & 0o777 != mode and status.st_uid == os.geteuid():
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode) & ~0o777 | mode)
    finally:
        os.close(descriptor)


def names_in(directory: int) -> list[str]:
    """Return the names of all that is in *directory*."""
    descriptor = reopen(directory)
    try:
        return os.listdir(descriptor)
    finally:
        os.close(descriptor)


def reopen(directory: int) -> int:
    """Return a descriptor by which *directory* can be listed, locked and changed."""
    return os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
