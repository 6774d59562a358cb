"""Changes directories through descriptors, so that nobody else's link leads elsewhere.

A path is walked one name at a time from a descriptor on. A link on the way to a root counts if it
is the caller's or root's; below a root no link counts. openat2's RESOLVE_BENEATH refuses nothing
more where no name is `..`, and would have every build load ctypes.

Source: man open (O_PATH, O_NOFOLLOW), openat2, path_resolution
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wsgigen.files.directory import blamed, enter, names_in, reopen, write_all
from wsgigen.files.follow import open_directory

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
#: Why a directory that is no longer needed stays.
_STAYS = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EBUSY)


class Tree:
    """One directory whose content is changed through descriptors.

    Paths in it are absolute, as `/etc/a`. The descriptors of the directory that was used last and
    of those above it stay open: files that follow each other are mostly in one directory.
    """

    def __init__(self, descriptor: int, path: str) -> None:
        self.descriptor, self.path = descriptor, path.rstrip("/")
        self._names: list[str] = []
        self._descriptors = [descriptor]

    def close(self) -> None:
        """Close the directory, and all that was opened in it."""
        while self._descriptors:
            os.close(self._descriptors.pop())

    def directory(self, path: str, made: list[str] | None = None) -> int:
        """Return a descriptor of the directory *path*, which holds until the next call.

        With *made*, those that are missing are made and their paths added to it.
        """
        names = path.split("/")[1:] if path else []
        same = 0
        while same < min(len(names), len(self._names)) and names[same] == self._names[same]:
            same += 1
        while len(self._names) > same:
            self._names.pop()
            os.close(self._descriptors.pop())
        for name in names[same:]:
            here = f"{'/'.join(['', *self._names])}/{name}"
            with blamed(self.path + here):
                descriptor, is_new = enter(self._descriptors[-1], name, make=made is not None)
            self._names.append(name)
            self._descriptors.append(descriptor)
            if is_new and made is not None:
                made.append(here)
        return self._descriptors[-1]

    def write(self, path: str, content: bytes, mode: int, made: list[str]) -> None:
        """Make the file *path*, whatever the umask. Raises FileExistsError for what is there."""
        directory, name = self.place(path, made)
        with blamed(self.path + path):
            descriptor = os.open(name, _NEW, 0o600, dir_fd=directory)
            try:
                write_all(descriptor, content)
                os.fchmod(descriptor, mode)
            finally:
                os.close(descriptor)

    def create(self, path: str, mode: int) -> int:
        """Return a descriptor of a new file *path*, which replaces whatever has that name.

        The caller closes it.
        """
        directory, name = self.place(path)
        with blamed(self.path + path):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=directory)
            return os.open(name, _NEW, mode, dir_fd=directory)

    def give(self, path: str, owner: tuple[int, int] | None) -> None:
        """Have the directory *path*, and give it to *owner*: user and group."""
        directory = self.directory(path, [])
        if owner:
            with blamed(self.path + path):
                descriptor = reopen(directory)
                try:
                    os.fchown(descriptor, *owner)
                finally:
                    os.close(descriptor)

    def symlink(self, path: str, target: str, made: list[str]) -> None:
        """Make *path* a link to *target*. Raises FileExistsError when something is there."""
        directory, name = self.place(path, made)
        with blamed(self.path + path):
            os.symlink(target, name, dir_fd=directory)

    def hard_link(self, path: str, other: "Tree", made: list[str]) -> None:
        """Make *path* a hard link to the file at the same path in *other*."""
        directory, name = self.place(path, made)
        there, _ = other.place(path)
        with blamed(self.path + path):
            os.link(name, name, src_dir_fd=there, dst_dir_fd=directory, follow_symlinks=False)

    def rename(self, old: str, new: str) -> None:
        """Rename *old* to *new*, which is in the same directory, and replace what is there."""
        directory, name = self.place(new)
        with blamed(self.path + new):
            os.rename(old.rpartition("/")[2], name, src_dir_fd=directory, dst_dir_fd=directory)

    def remove_file(self, path: str) -> None:
        """Remove the file or link *path*, if it is there."""
        with suppress(FileNotFoundError, NotADirectoryError):
            directory, name = self.place(path)
            with blamed(self.path + path):
                os.unlink(name, dir_fd=directory)

    def remove_if_empty(self, path: str) -> None:
        """Remove the directory *path*; what somebody else put something into stays."""
        try:
            directory, name = self.place(path)
            with blamed(self.path + path):
                os.rmdir(name, dir_fd=directory)
        except OSError as error:
            if error.errno not in _STAYS:
                raise

    def exists(self, path: str) -> bool:
        """Return whether anything is at *path*."""
        with suppress(FileNotFoundError, NotADirectoryError):
            directory, name = self.place(path)
            with blamed(self.path + path):
                os.stat(name, dir_fd=directory, follow_symlinks=False)
                return True
        return False

    def names(self) -> list[str]:
        """Return the names of all that is in the directory itself."""
        with blamed(self.path):
            return names_in(self.descriptor)

    def set_mode(self, mode: int) -> None:
        """Give the directory itself *mode*."""
        descriptor = reopen(self.descriptor)
        try:
            os.fchmod(descriptor, mode)
        finally:
            os.close(descriptor)

    def place(self, path: str, made: list[str] | None = None) -> tuple[int, str]:
        """Return a descriptor of the directory that *path* is in, and its name there."""
        directory, _, name = path.rpartition("/")
        return self.directory(directory, made), name


@contextmanager
def opened(path: str) -> Iterator[Tree]:
    """Open the directory *path*, which is made where it is missing."""
    tree = Tree(open_directory(path, make=True), path)
    try:
        yield tree
    finally:
        tree.close()
