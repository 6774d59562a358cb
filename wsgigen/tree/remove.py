"""Takes a tree away again: what a build wrote below a root, and nothing else.

The manifest waits at the journal's place until all is done, so that whoever is killed in the middle may do it again,
and so that a build that comes instead knows what is left as wsgigen's own.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import JOURNAL, PATH, Manifest, at, below, parents
from wsgigen.tree.put import put
from wsgigen.tree.replace import clear_staged, remove_empty, staged, write_journal
from wsgigen.tree.survey import Compared, blocked, stale
from wsgigen.tree.write import alone


@record
class Removed:
    """What a removal did: the paths that are gone, and why others stay."""

    removed: tuple[str, ...]
    kept: tuple[Problem, ...]


def installed(root: Path, profile: str) -> Manifest:
    """Return the manifest of the tree that was built from *profile* below *root*.

    Raises UserError where there is none, or one of another profile.
    """
    try:
        manifest = manifests.read(root)
    except OSError as error:
        raise _refused(error, root) from None
    if not manifest.profile:
        fix = "name the root that it was built into with --root; what a package installed is removed with the package"
        raise UserError(
            [Problem("holds nothing that `wsgigen build` wrote", fix, location=Location(str(root)))]
        )
    if manifest.profile != profile:
        message = f"was built from the profile {manifest.profile}, not {profile}"
        raise UserError(
            [
                Problem(
                    message,
                    f"name that profile: {manifest.profile}.yaml",
                    location=Location(str(root)),
                )
            ]
        )
    return manifest


def remove(root: Path, profile: str, *, force: bool = False) -> Removed:
    """Remove the tree that was built from *profile* below *root*.

    What somebody changed since stays, unless *force*, and the manifest stays with it; so does what is not wsgigen's.
    Raises UserError for a root that holds no such tree, and for what the disk refuses: the rest is then removed by calling it again.
    """
    root = Path(os.path.abspath(root))
    installed(root, profile)
    try:
        with alone(root):
            return _remove(root, installed(root, profile), force)
    except OSError as error:
        raise _refused(error, root) from None


def _remove(root: Path, manifest: Manifest, force: bool) -> Removed:
    _begin(root, manifest)
    kept: dict[str, Problem] = {}
    removed: list[str] = []
    for one in stale(root, manifest, ()):
        if why := _why_kept(one, root, manifest, force):
            kept[one.name] = why
        else:
            os.unlink(at(root, one.name))
            removed.append(one.name)
    if kept:
        spared = set(parents(str(PATH)))
        _remove_directories(root, [name for name in manifest.directories if name not in spared])
        _remember(root, manifest, kept)
    else:
        _remove_directories(root, manifest.directories)
    below(root, JOURNAL).unlink()
    return Removed(tuple(removed), tuple(kept.values()))


def _begin(root: Path, manifest: Manifest) -> None:
    """Have the manifest at the journal's place, and nothing left of a build that was killed."""
    if problem := blocked(root, str(PATH.parent)):
        raise UserError([problem])
    killed = below(root, JOURNAL).exists()
    clear_staged(root, manifest.files if killed else ())
    if not killed:
        write_journal(root, manifest)
    below(root, PATH).unlink(missing_ok=True)


def _why_kept(one: Compared, root: Path, manifest: Manifest, force: bool) -> Problem | None:
    """Return why *one* stays; None where it goes."""
    location = Location(at(root, one.name))
    if one.blocked:
        return one.blocked
    if one.disk == "other":
        return Problem("is neither a file nor a link", "move it away", location=location)
    if force or one.disk in manifest.files[one.name]:
        return None
    return Problem(
        "was changed since it was built",
        "remove it too with --force, or move it away",
        location=location,
    )


def _remove_directories(root: Path, names: Iterable[str]) -> None:
    """Remove those that are empty, the deepest first."""
    for name in sorted(names, reverse=True):
        if not blocked(root, name):
            remove_empty(below(root, name))


def _remember(root: Path, manifest: Manifest, kept: Iterable[str]) -> None:
    """Have a manifest of what is left, so that it is still known as wsgigen's."""
    left = tuple(name for name in manifest.directories if below(root, name).exists())
    rest = Manifest(manifest.profile, {name: manifest.files[name] for name in kept}, left)
    new = staged(root, str(PATH))
    put(manifests.artifact(rest), new, [])
    os.replace(new, below(root, PATH))


def _refused(error: OSError, root: Path) -> UserError:
    location = Location(str(error.filename or root))
    return UserError(
        [
            Problem(
                f"cannot be removed: {error.strerror}",
                "mend that and remove again: what is gone stays gone",
                location=location,
            )
        ]
    )
