"""Removes a directory with all that is in it, however deep, through descriptors."""

import os
import stat
from contextlib import suppress

_LISTED = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove_directory(parent: int, name: str, expected: os.stat_result | None = None) -> None:
    """Remove the directory *name* in *parent*, if it is the caller's.

    It is the *expected* one where that is given. What the disk refuses stays.
    """
    with suppress(OSError):
        top = os.open(name, _LISTED, dir_fd=parent)
        try:
            status = os.fstat(top)
            if status.st_uid != os.geteuid() or (expected and not _is_same(status, expected)):
                return
            os.fchmod(top, stat.S_IRWXU)
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(name, dir_fd=parent)


def _is_same(status: os.stat_result, other: os.stat_result) -> bool:
    return (status.st_dev, status.st_ino) == (other.st_dev, other.st_ino)


def _empty(top: int) -> None:
    """Remove all that is in *top*; inner directories are moved up, so depth costs nothing."""
    moved = 0
    waiting = _unlink_files(top)
    while waiting:
        name = waiting.pop()
        with suppress(OSError):
            directory = os.open(name, _LISTED, dir_fd=top)
            try:
                for inner in _unlink_files(directory):
                    moved += 1
                    with suppress(OSError):
                        target = f"{moved}.{os.urandom(4).hex()}"
                        os.rename(inner, target, src_dir_fd=directory, dst_dir_fd=top)
                        waiting.append(target)
            finally:
                os.close(directory)
            os.rmdir(name, dir_fd=top)


def _unlink_files(directory: int) -> list[str]:
    """Unlink all but the directories in *directory*, whose names are returned."""
    directories = []
    with os.scandir(directory) as scanned:
        entries = list(scanned)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            directories.append(entry.name)
        else:
            with suppress(OSError):
                os.unlink(entry.name, dir_fd=directory)
    return directories
