"""Takes a tree away again: what a build wrote in a root, and nothing else.

The manifest waits at the journal's place until all is done, so that whoever is killed in the
middle may do it again, and so that a build that comes instead knows what remains as wsgigen's own.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.tree import Tree
from wsgigen.record import record
from wsgigen.tree import manifest as manifests
from wsgigen.tree.journal import clear, staged_path, with_random_names, write_journal
from wsgigen.tree.manifest import (
    DIRECTORY,
    JOURNAL,
    LEGACY,
    Manifest,
    at,
    found_hash,
    parents,
    path_of,
)
from wsgigen.tree.obstacles import Obstacles
from wsgigen.tree.profiles import Profiles, interrupted, read_profiles
from wsgigen.tree.root import locked, put
from wsgigen.tree.survey import Compared, find_stale


@record
class Removed:
    """The result of a removal: the removed paths, and why others stay."""

    removed: tuple[str, ...]
    kept: tuple[Problem, ...]


def installed(path: Path, profile: str) -> Profiles:
    """Return the manifests of the root at *path*, where a tree was built from *profile*.

    Raises UserError where there is none, or only those of other profiles.
    """
    try:
        profiles = read_profiles(path, profile)
    except OSError as error:
        raise UserError([_cannot_remove(error, path)]) from None
    location = Location(str(path))
    if problems := list(interrupted(profiles, path)):
        raise UserError(problems)
    if not profiles.own.profile and not profiles.others:
        message = "holds nothing that `wsgigen build` wrote"
        fix = (
            "name the root that it was built into with --root;"
            " what a package installed is removed with the package"
        )
        raise UserError([Problem(message, fix, location=location)])
    if not profiles.own.profile:
        names = [manifest.profile for manifest in profiles.others]
        several = "profiles" if len(names) > 1 else "profile"
        message = f"was built from the {several} {', '.join(names)}, not {profile}"
        fix = f"name that profile: {' or '.join(f'{name}.yaml' for name in names)}"
        raise UserError([Problem(message, fix, location=location)])
    return profiles


def remove_tree(path: Path, profile: str, *, force: bool = False) -> Removed:
    """Remove the tree that was built from *profile* in the root at *path*.

    The runtime stays as long as another profile in that root has it.
    What somebody changed since stays, unless *force*, and the manifest stays with it; so does what
    is not wsgigen's. Raises UserError for a root that holds no such tree, and for what the disk
    refuses: the rest is then removed by calling it again.
    """
    path = Path(os.path.abspath(path))
    installed(path, profile)
    try:
        with locked(path) as root, root.opened() as tree:
            return _remove(path, tree, installed(path, profile), force=force)
    except OSError as error:
        raise UserError([_cannot_remove(error, path)]) from None


def forget(path: Path, profile: str) -> None:
    """Remove the manifest of *profile* in the root at *path*: its files are no more wsgigen's."""
    with locked(Path(os.path.abspath(path))) as root, root.opened() as tree:
        tree.remove_file(str(path_of(profile)))
        tree.remove_if_empty(str(DIRECTORY))


def _remove(path: Path, tree: Tree, profiles: Profiles, *, force: bool) -> Removed:
    manifest = _begin(path, tree, profiles)
    kept: dict[str, Problem] = {}
    removed: list[str] = []
    for stale in find_stale(path, profiles.alone, ()):
        if why := _why_kept(stale, path, manifest, force=force):
            kept[stale.name] = why
        else:
            tree.remove_file(stale.name)
            removed.append(stale.name)
    _amend(path, tree, profiles, manifest)
    obstacles = Obstacles(path)
    spared = set(parents(str(path_of(manifest.profile)))) if kept else set()
    for directory in sorted(set(manifest.directories) - spared, reverse=True):
        if not obstacles.at(directory):
            tree.remove_if_empty(directory)
    if kept:
        _remember(tree, manifest, kept)
    tree.remove_file(str(JOURNAL))
    return Removed(tuple(removed), tuple(kept.values()))


def _begin(path: Path, tree: Tree, profiles: Profiles) -> Manifest:
    """Put the manifest at the journal's place, clear what a killed build left.

    Return the journal.
    """
    place = str(path_of(profiles.profile))
    if problem := Obstacles(path).above(place):
        raise UserError([problem])
    clear(tree, profiles)
    journal = with_random_names(profiles.own)
    write_journal(tree, journal)
    tree.remove_file(place)
    if profiles.legacy == profiles.profile:
        tree.remove_file(str(LEGACY))
    return journal


def _amend(path: Path, tree: Tree, profiles: Profiles, journal: Manifest) -> None:
    """Have the manifests of other profiles say what they keep: a killed build may not have."""
    shared = {
        name: found
        for name, hashes in profiles.own.files.items()
        if profiles.is_shared(name) and (found := found_hash(at(path, name))) in hashes
    }
    for manifest in profiles.amended(shared):
        _put(manifest, tree, journal)
    if profiles.legacy:
        tree.remove_file(str(LEGACY))


def _why_kept(stale: Compared, path: Path, manifest: Manifest, *, force: bool) -> Problem | None:
    """Return why *stale* stays; None where it goes."""
    location = Location(at(path, stale.name))
    if stale.blocked:
        return stale.blocked
    if stale.found_hash == "other":
        return Problem("is neither a file nor a link", "move it away", location=location)
    if force or stale.found_hash in manifest.files[stale.name]:
        return None
    fix = "remove it too with --force, or move it away"
    return Problem("was changed since it was built", fix, location=location)


def _remember(tree: Tree, manifest: Manifest, kept: Iterable[str]) -> None:
    """Have a manifest of what remains, so that it is still known as wsgigen's."""
    directories = tuple(name for name in manifest.directories if tree.exists(name))
    rest = Manifest(manifest.profile, {name: manifest.files[name] for name in kept}, directories)
    _put(rest, tree, manifest)


def _put(manifest: Manifest, tree: Tree, journal: Manifest) -> None:
    place = str(path_of(manifest.profile))
    ready = staged_path(place, journal)
    put(manifests.artifact(manifest), ready, tree, [])
    tree.rename(ready, place)


def _cannot_remove(error: OSError, path: Path) -> Problem:
    return Problem(
        f"cannot be removed: {error.strerror}",
        "mend that and remove again: what is gone stays gone",
        location=Location(str(error.filename or path)),
    )
