"""Walks a path to the directory that it leads to, and follows no link of others on the way.

Source: man open (O_PATH, O_NOFOLLOW), path_resolution
"""

import errno
import os
import stat

from wsgigen.files.directory import DIRECTORY, blamed, enter

_ANYTHING = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
#: Links that one path may follow. Source: man path_resolution
_MOST_LINKS = 40
#: Bytes of a path: what is made below could not be read otherwise. Source: linux/limits.h, PATH_MAX
_LONGEST = 4095


def open_directory(path: str, *, make: bool = False) -> int:
    """Return a descriptor of the directory *path*; with *make*, those that are missing are made.

    Raises OSError, also for a link on the way that belongs neither to the caller nor to root.
    """
    return follow(f"{path}/.", make=make)[0]


def follow(path: str, *, make: bool = False) -> tuple[int, str]:
    """Return a descriptor of the directory that holds what *path* leads to, and its name there.

    Nothing need have that name. Raises OSError, also for a link on the way that belongs neither to
    the caller nor to root.
    """
    if len(os.fsencode(path)) > _LONGEST:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)
    here = os.open("/" if path.startswith("/") else ".", DIRECTORY)
    waiting = [name for name in path.split("/")[::-1] if name]
    links = 0
    try:
        while True:
            name = waiting.pop() if waiting else "."
            target = _target(here, name, path)
            if target is not None:
                links += 1
                if links > _MOST_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                if target.startswith("/"):
                    here = _instead(here, os.open("/", DIRECTORY))
                waiting += [name for name in target.split("/")[::-1] if name]
            elif not waiting:
                return here, name
            else:
                with blamed(path):
                    here = _instead(here, enter(here, name, make=make)[0])
    except BaseException:
        os.close(here)
        raise


def _instead(old: int, new: int) -> int:
    os.close(old)
    return new


def _trusted() -> frozenset[int]:
    """Return whose links count.

    Root's, also where a user namespace shows root as another user, and the caller's.
    """
    return frozenset((0, os.stat("/").st_uid, os.geteuid()))


def _target(directory: int, name: str, path: str) -> str | None:
    """Return what the link *name* points to; None where it is no link, or nothing is there."""
    try:
        descriptor = os.open(name, _ANYTHING, dir_fd=directory)
    except FileNotFoundError:
        return None
    except OSError as error:
        error.filename = path
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISLNK(status.st_mode):
            return None
        if status.st_uid not in _trusted():
            message = f"{name} is a link of another user's (uid {status.st_uid})"
            raise OSError(errno.ELOOP, message, path)
        return os.readlink("", dir_fd=descriptor)
    finally:
        os.close(descriptor)
