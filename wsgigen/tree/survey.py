"""Compares artifacts with what is on disk, before anything is written."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, at, fingerprint, found, parents


@record
class Compared:
    """What should be at a path beside what is there.

    `print` is the artifact's, empty for none; `disk` that of what is there, empty for nothing.
    `blocked` says why there is no way to the path.
    """

    name: str
    artifact: Artifact | None
    print: str
    disk: str
    blocked: Problem | None

    @property
    def same(self) -> bool:
        """Whether nothing needs to be done."""
        return self.print == self.disk and not self.blocked

    @property
    def stuck(self) -> bool:
        """Whether not even force helps."""
        return bool(self.blocked) or self.disk == "other"


@record
class Change:
    """What a build has to do: write `todo`, remove `gone`, leave `kept` as it is, and remove what is then `empty`."""

    new: Manifest
    todo: tuple[Artifact, ...]
    kept: tuple[Artifact, ...]
    gone: tuple[str, ...]
    empty: tuple[str, ...]  #: directories, the deepest first


def survey(
    artifacts: Iterable[Artifact],
    root: Path,
    profile: str,
    old: Manifest,
    *,
    force: bool,
    keep: frozenset[str] = frozenset(),
) -> Change:
    """What makes the tree below *root* what *artifacts* say, and leaves the files that *keep* names as they are.

    Raises UserError with everything that is in the way.
    """
    wanted = {one.name: one for one in compare(artifacts, root)}
    kept = {name: old.files[name] for name in sorted(keep & set(old.files) - set(wanted))}
    gone = tuple(stale(root, old, (*wanted, *kept)))
    problems = [_blocked(root, _directory(str(manifests.PATH)), {})]
    problems += [
        foreign(one, root, old) for one in (*wanted.values(), *gone) if one.stuck or not force
    ]
    if any(problems):
        raise UserError(dict.fromkeys(problem for problem in problems if problem))
    files = {name: (one.print,) for name, one in wanted.items()} | kept
    new = Manifest(profile, files, tuple(sorted(_directories(root, old, files))))
    return Change(
        new,
        tuple(one.artifact for one in wanted.values() if one.artifact and not one.same),
        tuple(one.artifact for one in wanted.values() if one.artifact and one.same),
        tuple(one.name for one in gone),
        tuple(
            name
            for name in sorted(set(old.directories) - set(new.directories), reverse=True)
            if not _blocked(root, name, {})
        ),
    )


def intact(root: Path, manifest: Manifest) -> bool:
    """Whether every file of *manifest* is there as it was written, and no way to one leads out of *root*."""
    known: dict[str, Problem | None] = {}
    if any(
        _blocked(root, _directory(name), known) for name in (*manifest.files, str(manifests.PATH))
    ):
        return False
    return all((found(at(root, name)),) == prints for name, prints in manifest.files.items())


def compare(artifacts: Iterable[Artifact], root: Path) -> Iterator[Compared]:
    """Each artifact beside the disk."""
    known: dict[str, Problem | None] = {}
    there = _there(root)  # if not, nothing below it is either
    for one in artifacts:
        name = str(one.path)
        blocked = _blocked(root, _directory(name), known) if there else None
        yield Compared(
            name,
            one,
            fingerprint(one),
            found(at(root, name)) if there and not blocked else "",
            blocked,
        )


def stale(root: Path, manifest: Manifest, wanted: Iterable[str]) -> Iterator[Compared]:
    """What the manifest has, the disk still has, and the profile no longer asks for."""
    known: dict[str, Problem | None] = {}
    for name in sorted(set(manifest.files) - set(wanted)):
        blocked = _blocked(root, _directory(name), known)
        disk = "" if blocked else found(at(root, name))
        if blocked or disk:
            yield Compared(name, None, "", disk, blocked)


def foreign(one: Compared, root: Path, manifest: Manifest) -> Problem | None:
    """Why *one* must not be touched: somebody else wrote what is in its place, or changed it since."""
    if one.blocked or one.same or not one.disk:
        return one.blocked
    location, gone = (
        Location(at(root, one.name)),
        "" if one.artifact else "is no longer asked for, and ",
    )
    if one.disk == "other":
        return Problem(f"{gone}is neither a file nor a link", "move it away", location=location)
    if one.disk in manifest.files.get(one.name, ()):
        return None
    what = (
        "was changed since it was built"
        if one.name in manifest.files
        else "was not written by wsgigen"
    )
    return Problem(
        f"{gone}{what}",
        f"move it away, or build with --force to {'remove' if gone else 'replace'} it",
        location=location,
    )


def blocked(root: Path, directory: str) -> Problem | None:
    """Return what is where *directory* of the target host, or one above it, should be: a link or a file; None where nothing is."""
    return _blocked(root, directory, {})


def _directories(root: Path, old: Manifest, wanted: Iterable[str]) -> Iterator[str]:
    """The directories that are there for wsgigen's files alone."""
    for parent in dict.fromkeys(
        parent for name in (*wanted, str(manifests.PATH)) for parent in parents(name)
    ):
        if parent in old.directories or not os.path.exists(at(root, parent)):
            yield parent


def _directory(name: str) -> str:
    return name.rpartition("/")[0]


def _blocked(root: Path, directory: str, known: dict[str, Problem | None]) -> Problem | None:
    """Why nothing may be written below the target host's *directory*: a link on the way would lead out of *root*."""
    if not directory:
        return None
    if directory not in known:
        known[directory] = _blocked(root, _directory(directory), known) or _no_directory(
            at(root, directory)
        )
    return known[directory]


def _there(path: Path) -> bool:
    """Whether anything is at *path*; os.path.lexists would say no where nobody may look."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _no_directory(path: str) -> Problem | None:
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(mode):
        fix = "replace it by a directory: nothing is written through links"
        return Problem(f"is a link to {os.readlink(path)}", fix, location=Location(path))
    return (
        None
        if stat.S_ISDIR(mode)
        else Problem("is not a directory", "move it away", location=Location(path))
    )
