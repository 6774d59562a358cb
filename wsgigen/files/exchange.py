"""Gives what is in one directory new names in one step."""

import errno
import os

_RENAME_EXCHANGE = 2


def rename(directory: int, old: str, new: str) -> None:
    """Rename *old* to *new*, where nothing may be but an empty directory."""
    os.rename(old, new, src_dir_fd=directory, dst_dir_fd=directory)


def exchange(directory: int, first: str, second: str) -> bool:
    """Exchange two names in one step, and return whether the file system can do that.

    overlayfs, for example, cannot with a directory of a lower layer.
    Source: man renameat2, RENAME_EXCHANGE (Linux 3.15)
    """
    import ctypes  # noqa: PLC0415 - a build that changes nothing has no need of it

    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    words = (directory, os.fsencode(first), directory, os.fsencode(second))
    if not libc.renameat2(*words, _RENAME_EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), second)
