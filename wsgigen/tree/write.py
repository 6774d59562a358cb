"""Artifacts -> disk, all or nothing.

A root that holds only what wsgigen wrote, or nothing, is replaced by one rename: a build that is
killed leaves the old tree or the new one. Where others' files are around (a package's build root,
`/` itself) each file is replaced by a rename of its own, and a build that is killed between two of
them is completed by the next one, which knows both versions as its own.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from wsgigen.problem import Place, Problem, UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, below
from wsgigen.tree.survey import compare, foreign, stale

_STAGED = ".wsgigen-new"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True)
class Written:
    """What a build did, as paths of the target host."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


def write(artifacts: Iterable[Artifact], root: Path, profile: str, *, force: bool = False) -> Written:
    """Make the tree below *root* what *artifacts* say, and nothing else of wsgigen's.

    Raises UserError, with the disk as it was, for files that others wrote or changed (unless
    *force*), for a root of another profile, and for whatever the disk refuses.
    """
    root = Path(os.path.abspath(root))
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        if root.is_symlink() or (root.exists() and not root.is_dir()):
            raise UserError([Problem("is not a directory", "name a directory with --root", place=Place(str(root)))])
        with _alone(root):
            return _write(artifacts, root, profile, force)
    except OSError as error:
        place = Place(str(error.filename or root))
        raise UserError(
            [Problem(f"cannot be written: {error.strerror}", "nothing was changed; mend that or name another --root", place=place)]
        ) from None


def _write(artifacts: Iterable[Artifact], root: Path, profile: str, force: bool) -> Written:
    old = manifests.read(root)
    if old.profile not in ("", profile) and not force:
        message = f"was built from the profile {old.profile}, not {profile}"
        raise UserError([Problem(message, "name another --root, or replace its tree with --force", place=Place(str(root)))])
    staging = Path(mkdtemp(prefix=_prefix(root), dir=root.parent)) if not root.exists() or _only_ours(root, old) else None
    try:
        change = _stage(artifacts, root, profile, old, staging, force)
        return _commit(change, root, old, staging)
    finally:
        if staging:
            shutil.rmtree(staging, ignore_errors=True)
        else:
            _sweep(root, old)


@dataclass(frozen=True)
class _Change:
    new: Manifest
    todo: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int


def _stage(artifacts: Iterable[Artifact], root: Path, profile: str, old: Manifest, staging: Path | None, force: bool) -> _Change:
    """Write what is new beside what is there; raise before anything of the old tree is touched."""
    problems: list[Problem] = []
    files: dict[str, tuple[str, ...]] = {}
    todo: list[str] = []
    made: set[Path] = set()
    directories = _Directories(root, old)
    for one in compare(artifacts, root):
        name = str(one.artifact.path)
        files[name] = (one.print,)
        directories.add(name)
        problem = foreign(one, root, old)
        if problem and (not force or one.disk == "other"):
            problems.append(problem)
        elif not one.same:
            todo.append(name)
            if not problems:
                _put(one.artifact, _staged(root, staging, name), made)
    gone = []
    for name, problem in stale(root, old, files):
        if problem and not force:
            problems.append(problem)
        gone.append(name)
    if problems:
        _unstage(root, staging, todo)
        raise UserError(problems)
    directories.add(str(manifests.PATH))
    new = Manifest(profile, files, tuple(sorted(directories.ours)))
    return _Change(new, tuple(todo), tuple(gone), len(files) - len(todo))


def _commit(change: _Change, root: Path, old: Manifest, staging: Path | None) -> Written:
    done = Written(change.todo, change.gone, change.unchanged)
    if not change.todo and not change.gone and change.new == old:
        return done
    if staging:
        made: set[Path] = set()
        for name in set(change.new.files) - set(change.todo):
            _keep(below(root, name), below(staging, name), made)
        _put(manifests.artifact(change.new), below(staging, manifests.PATH), made)
        os.chmod(staging, root.stat().st_mode & 0o7777 if root.exists() else 0o755)
        if root.exists():
            _exchange(staging, root)
        else:
            os.rename(staging, root)
        return done
    both = {name: (*old.files.get(name, ()), *change.new.files.get(name, ())) for name in {**old.files, **change.new.files}}
    directories = tuple({*old.directories, *change.new.directories})
    _replace(manifests.artifact(Manifest(change.new.profile, both, directories)), root)
    for name in change.todo:
        os.replace(_staged(root, None, name), below(root, name))
    for name in change.gone:
        below(root, name).unlink(missing_ok=True)
    for name in sorted(set(old.directories) - set(change.new.directories), reverse=True):
        _remove_empty(below(root, name))
    _replace(manifests.artifact(change.new), root)
    return done


def _put(artifact: Artifact, path: Path, made: set[Path]) -> None:
    _mkdir(path.parent, made)
    if artifact.link:
        path.unlink(missing_ok=True)
        path.symlink_to(artifact.link)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(artifact.content.encode())
        os.fchmod(descriptor, artifact.mode)


def _keep(source: Path, target: Path, made: set[Path]) -> None:
    _mkdir(target.parent, made)
    os.link(source, target, follow_symlinks=False)


def _mkdir(directory: Path, made: set[Path]) -> None:
    if directory in made or directory.is_dir():
        return
    _mkdir(directory.parent, made)
    os.mkdir(directory)
    os.chmod(directory, 0o755)
    made.add(directory)


def _replace(artifact: Artifact, root: Path) -> None:
    staged = _staged(root, None, str(artifact.path))
    _put(artifact, staged, set())
    os.replace(staged, below(root, artifact.path))


def _staged(root: Path, staging: Path | None, name: str) -> Path:
    if staging:
        return below(staging, name)
    target = below(root, name)
    return target.with_name(f".{target.name}{_STAGED}")


def _unstage(root: Path, staging: Path | None, names: Iterable[str]) -> None:
    if not staging:
        for name in names:
            _staged(root, None, name).unlink(missing_ok=True)


class _Directories:
    """Collects the directories that are there for wsgigen's files alone; asked before they are made."""

    def __init__(self, root: Path, old: Manifest) -> None:
        self.root, self.old = root, set(old.directories)
        self.seen: set[str] = set()
        self.ours: set[str] = set()

    def add(self, name: str) -> None:
        for parent in _parents(name):
            if parent in self.seen:
                return
            self.seen.add(parent)
            if parent in self.old or not below(self.root, parent).exists():
                self.ours.add(parent)


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name


def _only_ours(root: Path, old: Manifest) -> bool:
    """Whether nothing below *root* is anybody else's, so that the whole of it can be replaced."""
    if os.path.ismount(root) or not os.access(root.parent, os.W_OK):
        return False
    known = {*old.files, str(manifests.PATH)}
    directories = set(old.directories)
    for directory, names, files in os.walk(root):
        here = "/" + os.path.relpath(directory, root) if directory != str(root) else ""
        if any(f"{here}/{name}" not in known for name in files):
            return False
        if any(f"{here}/{name}" not in directories for name in names):
            return False
    return True


def _remove_empty(directory: Path) -> None:
    try:
        directory.rmdir()
    except OSError:
        return


def _sweep(root: Path, old: Manifest) -> None:
    """Remove what a build that was killed left staged."""
    for name in old.files:
        _staged(root, None, name).unlink(missing_ok=True)


def _prefix(root: Path) -> str:
    return f".{root.name}{_STAGED}-"


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time; what a killed one left beside *root* is removed first."""
    descriptor = os.open(root.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in root.parent.glob(f"{_prefix(root)}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> None:
    """Swap two directories in one step. Source: man renameat2, RENAME_EXCHANGE (Linux 3.15)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
