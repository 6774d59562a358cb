"""Compares artifacts with what is on disk, before anything is written."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from wsgigen import __version__
from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, at, fingerprint, found_hash, parents
from wsgigen.tree.obstacles import Obstacles
from wsgigen.tree.profiles import Profiles, is_runtime


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
    amended: tuple[Manifest, ...]  #: of other profiles
    todo: tuple[Artifact, ...]
    kept: tuple[Artifact, ...]
    gone: tuple[str, ...]
    empty: tuple[str, ...]  #: directories, the deepest first
    retired: tuple[str, ...]  #: manifests that go once the new one is there


def compare_with_disk(
    artifacts: Iterable[Artifact],
    root: Path,
    profiles: Profiles,
    *,
    force: bool,
    keep: frozenset[str] = frozenset(),
) -> Change:
    """Return what makes the tree in *root* what *artifacts* say.

    Files that *keep* names stay. Raises UserError with everything that is in the way.
    """
    artifacts = tuple(artifacts)
    old, crossing = profiles.own, profiles.crossing(artifacts)
    crossed = {name for names in crossing.values() for name in names}
    wanted = {compared.name: compared for compared in compare(artifacts, root, profiles)}
    kept = {name: old.files[name] for name in sorted(keep & set(old.files) - set(wanted))}
    gone = tuple(find_stale(root, profiles.alone, (*wanted, *kept)))
    problems = [Obstacles(root).above(str(manifests.path_of(profiles.profile)))]
    problems += (_crosses(profile, names, root) for profile, names in crossing.items())
    for compared in (*wanted.values(), *gone):
        if compared.name not in crossed and (compared.is_stuck or not force):
            problems.append(find_conflict(compared, root, profiles))
    if any(problems):
        raise UserError(dict.fromkeys(problem for problem in problems if problem))
    files = {name: (compared.wanted_hash,) for name, compared in wanted.items()} | kept
    directories = tuple(sorted(_directories(root, profiles, files)))
    new = Manifest(profiles.profile, files, directories, version=__version__)
    todo = tuple(
        entry.artifact for entry in wanted.values() if entry.artifact and not entry.is_same
    )
    return Change(
        new,
        tuple(profiles.amended({name: hashes[0] for name, hashes in files.items()})),
        todo,
        tuple(entry.artifact for entry in wanted.values() if entry.artifact and entry.is_same),
        tuple(compared.name for compared in gone),
        tuple(_emptied(root, old, new)),
        profiles.retired,
    )


def compare(artifacts: Iterable[Artifact], root: Path, profiles: Profiles) -> Iterator[Compared]:
    """Yield each artifact with what is on the disk.

    What a newer wsgigen wrote for another profile is what this one wants, too.
    """
    obstacles = Obstacles(root)
    is_there = _exists(root)  # if not, nothing below it is either
    for artifact in artifacts:
        name = str(artifact.path)
        problem = obstacles.above(name) if is_there else None
        found = found_hash(at(root, name)) if is_there and not problem else ""
        compared = Compared(name, artifact, fingerprint(artifact), found, problem)
        if found and is_runtime(artifact) and profiles.is_newer(name, found):
            compared = replace(compared, wanted_hash=found)
        yield compared


def find_stale(root: Path, manifest: Manifest, wanted: Iterable[str]) -> Iterator[Compared]:
    """Yield what the manifest has, the disk still has, and the profile no longer asks for."""
    obstacles = Obstacles(root)
    for name in sorted(set(manifest.files) - set(wanted)):
        problem = obstacles.above(name)
        found = "" if problem else found_hash(at(root, name))
        if problem or found:
            yield Compared(name, None, "", found, problem)


def find_conflict(compared: Compared, root: Path, profiles: Profiles) -> Problem | None:
    """Return why *compared* must not be touched: somebody else wrote or changed it."""
    if compared.blocked or compared.is_same or not compared.found_hash:
        return compared.blocked
    location = Location(at(root, compared.name))
    gone = "" if compared.artifact else "is no longer asked for, and "
    if compared.found_hash == "other":
        return Problem(f"{gone}is neither a file nor a link", "move it away", location=location)
    hashes = profiles.hashes(compared.name)
    if compared.found_hash in hashes:
        return None
    why = "was changed since it was built" if hashes else "was not written by wsgigen"
    fix = f"move it away, or build with --force to {'remove' if gone else 'replace'} it"
    return Problem(f"{gone}{why}", fix, location=location)


def _crosses(profile: str, names: tuple[str, ...], root: Path) -> Problem:
    """Return that files of this tree are those of another *profile*."""
    count = len(names) - 1
    more = f", as {count} more {'is' if count == 1 else 'are'}" if count else ""
    return Problem(
        f"is of the profile {profile}{more}",
        "give the services and instances that both have another name in one of them;"
        f" or take over the whole tree of {profile} with --force",
        location=Location(at(root, names[0])),
    )


def _directories(root: Path, profiles: Profiles, wanted: Iterable[str]) -> Iterator[str]:
    """Yield the directories that are there for wsgigen's files alone."""
    names = (*wanted, str(manifests.path_of(profiles.profile)))
    own = {name for one in (profiles.own, *profiles.others) for name in one.directories}
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
