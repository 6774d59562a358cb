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
from wsgigen.tree.manifest import JOURNAL, PATH, Manifest, at, parents
from wsgigen.tree.obstacles import Obstacles
from wsgigen.tree.root import locked, put
from wsgigen.tree.survey import Compared, find_stale


@record
class Removed:
    """The result of a removal: the removed paths, and why others stay."""

    removed: tuple[str, ...]
    kept: tuple[Problem, ...]


def installed(path: Path, profile: str) -> Manifest:
    """Return the manifest of the tree that was built from *profile* in the root at *path*.

    Raises UserError where there is none, or one of another profile.
    """
    try:
        manifest = manifests.read(path)
    except OSError as error:
        raise UserError([_cannot_remove(error, path)]) from None
    location = Location(str(path))
    if not manifest.profile:
        message = "holds nothing that `wsgigen build` wrote"
        fix = (
            "name the root that it was built into with --root;"
            " what a package installed is removed with the package"
        )
        raise UserError([Problem(message, fix, location=location)])
    if manifest.profile != profile:
        message = f"was built from the profile {manifest.profile}, not {profile}"
        fix = f"name that profile: {manifest.profile}.yaml"
        raise UserError([Problem(message, fix, location=location)])
    return manifest


def remove_tree(path: Path, profile: str, *, force: bool = False) -> Removed:
    """Remove the tree that was built from *profile* in the root at *path*.

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


def forget(path: Path) -> None:
    """Remove the manifest of the root at *path*: from then on nothing in it is wsgigen's."""
    with locked(Path(os.path.abspath(path))) as root, root.opened() as tree:
        tree.remove_file(str(PATH))


def _remove(path: Path, tree: Tree, manifest: Manifest, *, force: bool) -> Removed:
    manifest = _begin(path, tree, manifest)
    kept: dict[str, Problem] = {}
    removed: list[str] = []
    for stale in find_stale(path, manifest, ()):
        if why := _why_kept(stale, path, manifest, force=force):
            kept[stale.name] = why
        else:
            tree.remove_file(stale.name)
            removed.append(stale.name)
    obstacles = Obstacles(path)
    spared = set(parents(str(PATH))) if kept else set()
    for directory in sorted(set(manifest.directories) - spared, reverse=True):
        if not obstacles.at(directory):
            tree.remove_if_empty(directory)
    if kept:
        _remember(tree, manifest, kept)
    tree.remove_file(str(JOURNAL))
    return Removed(tuple(removed), tuple(kept.values()))


def _begin(path: Path, tree: Tree, manifest: Manifest) -> Manifest:
    """Put the manifest at the journal's place, clear what a killed build left.

    Return the journal.
    """
    if problem := Obstacles(path).above(str(PATH)):
        raise UserError([problem])
    clear(tree, manifest)
    journal = with_random_names(manifest)
    write_journal(tree, journal)
    tree.remove_file(str(PATH))
    return journal


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
    ready = staged_path(str(PATH), manifest)
    put(manifests.artifact(rest), ready, tree, [])
    tree.rename(ready, str(PATH))


def _cannot_remove(error: OSError, path: Path) -> Problem:
    return Problem(
        f"cannot be removed: {error.strerror}",
        "mend that and remove again: what is gone stays gone",
        location=Location(str(error.filename or path)),
    )
