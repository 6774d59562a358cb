"""Artifacts -> disk, all or nothing.

A root that holds only what wsgigen wrote, or nothing, is replaced by one rename (`exchange`): a
build that is killed leaves the old tree or the new one. Where others' files are around (a
package's build root, `/` itself) each file is replaced by a rename of its own (`journal`), and a
build that is killed between two of them is completed by the next one, which knows both versions
as its own.

Nothing is fsynced, which would take three to four times as long as the writing: a kill loses
nothing, a power loss may lose the last build. Then build again, with --force where a file came
back empty.
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.exchange import exchange_roots, is_possible
from wsgigen.tree.journal import replace_files
from wsgigen.tree.manifest import Manifest
from wsgigen.tree.root import STAGED, Root, is_interrupted, locked
from wsgigen.tree.survey import Change, compare_with_disk
from wsgigen.tree.written import Written


def build_tree(
    artifacts: Iterable[Artifact],
    path: Path,
    profile: str,
    *,
    force: bool = False,
    origin: str = "",
    notes: tuple[str, ...] = (),
    keep: frozenset[str] = frozenset(),
) -> Written:
    """Make the tree in the root at *path* what *artifacts* say, and nothing else of wsgigen's.

    With an *origin*, that and *notes* are kept in the manifest for `unchanged`. Files that *keep*
    names stay until a build that does not name them.

    Raises UserError, with the disk as it was, for files that others wrote or changed (unless
    *force*), for a root of another profile, and for whatever the disk refuses.
    """
    path = Path(os.path.abspath(path))
    try:
        with locked(path, make=True) as root:
            old = manifests.read(path)
            _refuse_other_profile(path, old.profile, profile, force=force)
            change = compare_with_disk(artifacts, path, profile, old, force=force, keep=keep)
            if origin:
                change = replace(change, new=_sign(change.new, origin, notes))
            _apply(change, root, old, may_exchange=not keep)
            names = tuple(str(artifact.path) for artifact in change.todo)
            return Written(names, change.gone, len(change.kept))
    except OSError as error:
        raise UserError([_cannot_write(error, path)]) from None


def _apply(change: Change, root: Root, old: Manifest, *, may_exchange: bool) -> None:
    """Make the disk what *change* says, in the way that suits what else is there."""
    if not change.todo and not change.gone and change.new == old:
        with root.opened() as tree:
            if not is_interrupted(tree):
                return
    if may_exchange and is_possible(root, old) and exchange_roots(change, root):
        return
    with root.opened(make=True) as tree:
        replace_files(change, tree, old)


def _sign(manifest: Manifest, origin: str, notes: tuple[str, ...]) -> Manifest:
    noted = replace(manifest, notes=notes)
    return replace(noted, seal=manifests.signed(noted, origin))


def _refuse_other_profile(path: Path, old: str, new: str, *, force: bool) -> None:
    if old not in ("", new) and not force:
        message = f"was built from the profile {old}, not {new}"
        fix = "name another --root, or replace its tree with --force"
        raise UserError([Problem(message, fix, location=Location(str(path)))])


def _cannot_write(error: OSError, path: Path) -> Problem:
    name = str(error.filename or path)
    return Problem(
        f"cannot be written: {error.strerror}",
        "nothing was changed; mend that or name another --root",
        location=Location(str(path) if STAGED in name else name),
    )
