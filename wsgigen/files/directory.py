"""Opens, makes and lists single directories through descriptors."""

import os
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
    """Make the directory *name* with *mode* from the first moment on; no umask matters."""
    before = os.umask(0)
    try:
        os.mkdir(name, mode, dir_fd=directory)
    finally:
        os.umask(before)


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
