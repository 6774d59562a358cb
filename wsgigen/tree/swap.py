"""Replaces a tree that is wsgigen's alone by one rename."""

import errno
import os
from pathlib import Path

from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, at
from wsgigen.tree.put import mkdir, put
from wsgigen.tree.survey import Change

#: Part of the name of all that is there only while a build is under way.
STAGED = ".wsgigen-new"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def possible(root: Path, old: Manifest) -> bool:
    """Whether nothing below *root* is anybody else's, so that the whole of it can be replaced."""
    if not root.exists():
        return True
    if (
        os.path.ismount(root)
        or not os.access(root.parent, os.W_OK)
        or root.stat().st_uid != os.geteuid()
    ):
        return False
    files, directories = {*old.files, str(manifests.PATH)}, set(old.directories)
    for directory, names, others in os.walk(root, onerror=_raise):
        here = "/" + os.path.relpath(directory, root) if directory != str(root) else ""
        if any(f"{here}/{name}" not in files for name in others) or any(
            f"{here}/{name}" not in directories for name in names
        ):
            return False
    return True


def swap(change: Change, root: Path) -> bool:
    """Make the new tree beside *root* and exchange them; False where the file system cannot do that.

    What does not change stays the same file, with its inode.
    """
    from tempfile import mkdtemp  # noqa: PLC0415 - a build that changes nothing has no need of it

    staging = Path(mkdtemp(prefix=_prefix(root), dir=root.parent))
    os.chmod(staging, 0o700)  # the umask may have taken away what its owner needs
    try:
        made: list[Path] = []
        for one in change.kept:
            _keep(one, root, staging, made)
        for one in (*change.todo, manifests.artifact(change.new)):
            put(one, at(staging, str(one.path)), made)
        os.chmod(staging, root.stat().st_mode & 0o7777 if root.exists() else 0o755)
        if root.exists():
            return _exchange(staging, root)
        os.rename(staging, root)
        return True
    finally:
        _remove(staging)


def sweep(root: Path) -> None:
    """Remove what a build that was killed left beside *root*."""
    for entry in os.listdir(root.parent):
        if entry.startswith(_prefix(root)):
            _remove(root.parent / entry)


def _remove(staging: Path) -> None:
    from shutil import rmtree  # noqa: PLC0415 - a build that changes nothing has no need of it

    rmtree(staging, ignore_errors=True)


def _prefix(root: Path) -> str:
    return f".{root.name}{STAGED}-"


def _keep(artifact: Artifact, root: Path, staging: Path, made: list[Path]) -> None:
    name = str(artifact.path)
    target = at(staging, name)
    mkdir(os.path.dirname(target), made)
    try:
        os.link(at(root, name), target, follow_symlinks=False)
    except OSError:
        put(artifact, target, made)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step. Source: man renameat2, RENAME_EXCHANGE (Linux 3.15).

    Not every file system can: overlayfs, for one, not with a directory of a lower layer.
    """
    import ctypes  # noqa: PLC0415 - a build that changes nothing has no need of it

    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if not libc.renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    ):
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _raise(error: OSError) -> None:
    raise error
