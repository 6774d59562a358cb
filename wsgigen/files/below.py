"""Reads the files of a host below a directory, as if that directory were its `/`.

A link that begins with `/` leads to what is there below the root, and none leads out of it.

Source: man path_resolution, openat2 (RESOLVE_IN_ROOT)
"""

import errno
import os
import stat
from enum import Enum
from pathlib import Path

from wsgigen.files.read import read_file, read_names

#: Links that one path may follow. Source: man path_resolution
_MOST_LINKS = 40
#: Bytes that are read of one file, and names of one directory.
_LARGEST, _MOST_NAMES = 1024**2, 20_000


class Kind(Enum):
    """A path leads to a directory, or to something else, which may be a file."""

    DIRECTORY, OTHER = 1, 2


class FilesBelow:
    """The files below *root*; their paths are those of the host."""

    def __init__(self, root: Path) -> None:
        self.root = str(root).rstrip("/")

    def shown(self, path: str) -> str:
        """Return where a person finds *path* here."""
        return self.root + path

    def resolved(self, path: str) -> str:
        """Return what *path* leads to, which need not be there. Raises OSError for a loop."""
        if "\0" in path:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        here, waiting, links = list[str](), path.split("/")[::-1], 0
        while waiting:
            name = waiting.pop()
            if name == "..":
                del here[-1:]
            elif name not in ("", "."):
                target = self._target(f"/{'/'.join([*here, name])}")
                if target is None:
                    here.append(name)
                    continue
                links += 1
                if links > _MOST_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                here = [] if target.startswith("/") else here
                waiting += target.split("/")[::-1]
        return f"/{'/'.join(here)}"

    def kind(self, path: str) -> Kind | None:
        """Return what *path* is; None where nothing is. Raises OSError for a loop."""
        try:
            status = os.stat(self.root + self.resolved(path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Kind.DIRECTORY if stat.S_ISDIR(status.st_mode) else Kind.OTHER

    def read(self, path: str) -> bytes | None:
        """Return the content of a file; None where nothing is. Raises OSError for all else."""
        try:
            return read_file(self.root + self.resolved(path), _LARGEST)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def names(self, directory: str) -> list[str]:
        """Return the names in a directory, sorted; none where no directory is. Raises OSError."""
        try:
            return read_names(self.root + self.resolved(directory), _MOST_NAMES)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _target(self, path: str) -> str | None:
        """Return what the link *path* points to; None where it is no link, or nothing is there."""
        try:
            return os.readlink(self.root + path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == errno.EINVAL:
                return None
            raise
