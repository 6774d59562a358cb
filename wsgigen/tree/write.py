"""Artifacts -> disk, all or nothing.

A root that holds only what wsgigen wrote, or nothing, is replaced by one rename: a build that is
killed leaves the old tree or the new one. Where others' files are around (a package's build root,
`/` itself) each file is replaced by a rename of its own, and a build that is killed between two of
them is completed by the next one, which knows both versions as its own.

Nothing is fsynced, which would take three to four times as long as the writing: a kill loses nothing, a power
loss may lose the last build. Then build again, with --force where a file came back empty.
"""

import dataclasses
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree import swap
from wsgigen.tree.manifest import Manifest
from wsgigen.tree.replace import interrupted, replace
from wsgigen.tree.survey import intact, survey


@record
class Written:
    """What a build did, as paths of the target host."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


def unchanged(root: Path, origin: str) -> Manifest | None:
    """The manifest below *root*, if all of it was made from *origin* and is still as it was written.

    None leaves the rest to `write`: to make it anew, or to say what is wrong.
    """
    root = Path(os.path.abspath(root))
    if not origin or root.is_symlink() or not root.is_dir():
        return None
    try:
        with alone(root):
            manifest = manifests.read(root)
            trusted = (
                bool(manifest.seal)
                and manifest.seal == manifests.sealed(manifest, origin)
                and not interrupted(root)
            )
            return manifest if trusted and intact(root, manifest) else None
    except (OSError, UserError):
        return None


def write(
    artifacts: Iterable[Artifact],
    root: Path,
    profile: str,
    *,
    force: bool = False,
    origin: str = "",
    notes: tuple[str, ...] = (),
    keep: frozenset[str] = frozenset(),
) -> Written:
    """Make the tree below *root* what *artifacts* say, and nothing else of wsgigen's.

    With an *origin*, that and *notes* are kept in the manifest for `unchanged`. Files that *keep* names stay until a build that
    does not name them.

    Raises UserError, with the disk as it was, for files that others wrote or changed (unless
    *force*), for a root of another profile, and for whatever the disk refuses.
    """
    root = Path(os.path.abspath(root))
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        if root.is_symlink() or (root.exists() and not root.is_dir()):
            raise UserError(
                [
                    Problem(
                        "is not a directory",
                        "name a directory with --root",
                        location=Location(str(root)),
                    )
                ]
            )
        with alone(root):
            return _write(artifacts, root, profile, force, origin, notes, keep)
    except OSError as error:
        name = str(error.filename or root)
        location = Location(str(root) if swap.STAGED in name else name)
        raise UserError(
            [
                Problem(
                    f"cannot be written: {error.strerror}",
                    "nothing was changed; mend that or name another --root",
                    location=location,
                )
            ]
        ) from None


def _write(
    artifacts: Iterable[Artifact],
    root: Path,
    profile: str,
    force: bool,
    origin: str,
    notes: tuple[str, ...],
    keep: frozenset[str],
) -> Written:
    old = manifests.read(root)
    if old.profile not in ("", profile) and not force:
        message = f"was built from the profile {old.profile}, not {profile}"
        raise UserError(
            [
                Problem(
                    message,
                    "name another --root, or replace its tree with --force",
                    location=Location(str(root)),
                )
            ]
        )
    change = survey(artifacts, root, profile, old, force=force, keep=keep)
    if origin:
        new = dataclasses.replace(change.new, notes=notes)
        change = dataclasses.replace(
            change, new=dataclasses.replace(new, seal=manifests.sealed(new, origin))
        )
    nothing = not change.todo and not change.gone and change.new == old and not interrupted(root)
    if not nothing and not (not keep and swap.possible(root, old) and swap.swap(change, root)):
        replace(change, root, old)
    return Written(tuple(str(one.path) for one in change.todo), change.gone, len(change.kept))


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One build at a time; what a killed one left beside *root* is removed first."""
    descriptor = os.open(root.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        swap.sweep(root)
        yield
    finally:
        os.close(descriptor)
