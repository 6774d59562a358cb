"""Compares artifacts with what is on disk, before anything is written."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, at, fingerprint, found_hash, parents
from wsgigen.tree.obstacles import Obstacles


@record
class Compared:
    """One path: what should be there, and what is.

    `wanted_hash` is the artifact's, empty for none; `found_hash` that of what is there, empty for
    nothing.
    `blocked` says why there is no way to the path.
    """

    name: str
    artifact: Artifact | None
    wanted_hash: str
    found_hash: str
    blocked: Problem | None

    @property
    def is_same(self) -> bool:
        """Return whether nothing needs to be done."""
        return self.wanted_hash == self.found_hash and not self.blocked

    @property
    def is_stuck(self) -> bool:
        """Return whether not even force helps."""
        return bool(self.blocked) or self.found_hash == "other"


@record
class Change:
    """The work of a build.

    Write `todo`, remove `gone`, leave `kept` as it is, remove what is `empty` then.
    """

    new: Manifest
    todo: tuple[Artifact, ...]
    kept: tuple[Artifact, ...]
    gone: tuple[str, ...]
    empty: tuple[str, ...]  #: directories, the deepest first


def compare_with_disk(
    artifacts: Iterable[Artifact],
    root: Path,
    profile: str,
    old: Manifest,
    *,
    force: bool,
    keep: frozenset[str] = frozenset(),
) -> Change:
    """Return what makes the tree in *root* what *artifacts* say.

    Files that *keep* names stay. Raises UserError with everything that is in the way.
    """
    wanted = {compared.name: compared for compared in compare(artifacts, root)}
    kept = {name: old.files[name] for name in sorted(keep & set(old.files) - set(wanted))}
    gone = tuple(find_stale(root, old, (*wanted, *kept)))
    problems = [Obstacles(root).above(str(manifests.PATH))]
    for compared in (*wanted.values(), *gone):
        if compared.is_stuck or not force:
            problems.append(find_conflict(compared, root, old))
    if any(problems):
        raise UserError(dict.fromkeys(problem for problem in problems if problem))
    files = {name: (compared.wanted_hash,) for name, compared in wanted.items()} | kept
    new = Manifest(profile, files, tuple(sorted(_directories(root, old, files))))
    return Change(
        new,
        tuple(entry.artifact for entry in wanted.values() if entry.artifact and not entry.is_same),
        tuple(entry.artifact for entry in wanted.values() if entry.artifact and entry.is_same),
        tuple(compared.name for compared in gone),
        tuple(_emptied(root, old, new)),
    )


def compare(artifacts: Iterable[Artifact], root: Path) -> Iterator[Compared]:
    """Yield each artifact with what is on the disk."""
    obstacles = Obstacles(root)
    is_there = _exists(root)  # if not, nothing below it is either
    for artifact in artifacts:
        name = str(artifact.path)
        problem = obstacles.above(name) if is_there else None
        found = found_hash(at(root, name)) if is_there and not problem else ""
        yield Compared(name, artifact, fingerprint(artifact), found, problem)


def find_stale(root: Path, manifest: Manifest, wanted: Iterable[str]) -> Iterator[Compared]:
    """Yield what the manifest has, the disk still has, and the profile no longer asks for."""
    obstacles = Obstacles(root)
    for name in sorted(set(manifest.files) - set(wanted)):
        problem = obstacles.above(name)
        found = "" if problem else found_hash(at(root, name))
        if problem or found:
            yield Compared(name, None, "", found, problem)


def find_conflict(compared: Compared, root: Path, manifest: Manifest) -> Problem | None:
    """Return why *compared* must not be touched: somebody else wrote or changed it."""
    if compared.blocked or compared.is_same or not compared.found_hash:
        return compared.blocked
    location = Location(at(root, compared.name))
    gone = "" if compared.artifact else "is no longer asked for, and "
    if compared.found_hash == "other":
        return Problem(f"{gone}is neither a file nor a link", "move it away", location=location)
    hashes = manifest.files.get(compared.name)
    if hashes and compared.found_hash in hashes:
        return None
    why = "was changed since it was built" if hashes else "was not written by wsgigen"
    fix = f"move it away, or build with --force to {'remove' if gone else 'replace'} it"
    return Problem(f"{gone}{why}", fix, location=location)


def _directories(root: Path, old: Manifest, wanted: Iterable[str]) -> Iterator[str]:
    """Yield the directories that are there for wsgigen's files alone."""
    names, own = (*wanted, str(manifests.PATH)), set(old.directories)
    for parent in dict.fromkeys(parent for name in names for parent in parents(name)):
        if parent in own or not os.path.exists(at(root, parent)):
            yield parent


def _emptied(root: Path, old: Manifest, new: Manifest) -> Iterator[str]:
    """Yield the directories that *old* made and *new* has no file in, the deepest first."""
    obstacles = Obstacles(root)
    for name in sorted(set(old.directories) - set(new.directories), reverse=True):
        if not obstacles.at(name):
            yield name


def _exists(path: Path) -> bool:
    """Return whether anything is at *path*; os.path.lexists would say no where nobody may look."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
