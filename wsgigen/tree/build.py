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
from wsgigen.tree.profiles import Profiles, interrupted, read_profiles
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

    The trees of other profiles in that root stay as they are, except for the runtime, which all of
    them share. With *force*, the tree of one that has files of the same names becomes this one.

    Raises UserError, with the disk as it was, for files that others wrote or changed (unless
    *force*), and for whatever the disk refuses.
    """
    path = Path(os.path.abspath(path))
    try:
        with locked(path, make=True) as root:
            artifacts = tuple(artifacts)
            profiles = read_profiles(path, profile)
            if problems := list(interrupted(profiles, path)):
                raise UserError(problems)
            if force:
                profiles = profiles.taking_over(artifacts)
            change = compare_with_disk(artifacts, path, profiles, force=force, keep=keep)
            if origin:
                change = replace(change, new=_sign(change.new, origin, notes))
            _apply(change, root, profiles, may_exchange=not keep)
            names = tuple(str(artifact.path) for artifact in change.todo)
            return Written(names, change.gone, len(change.kept))
    except OSError as error:
        raise UserError([_cannot_write(error, path)]) from None


def _apply(change: Change, root: Root, profiles: Profiles, *, may_exchange: bool) -> None:
    """Make the disk what *change* says, in the way that suits what else is there."""
    manifests_change = change.new != profiles.own or change.amended or change.retired
    if not change.todo and not change.gone and not manifests_change:
        with root.opened() as tree:
            if not is_interrupted(tree):
                return
    if may_exchange and is_possible(root, profiles) and exchange_roots(change, root):
        return
    with root.opened(make=True) as tree:
        replace_files(change, tree, profiles)


def _sign(manifest: Manifest, origin: str, notes: tuple[str, ...]) -> Manifest:
    noted = replace(manifest, notes=notes)
    return replace(noted, seal=manifests.signed(noted, origin))


def _cannot_write(error: OSError, path: Path) -> Problem:
    name = str(error.filename or path)
    return Problem(
        f"cannot be written: {error.strerror}",
        "nothing was changed; mend that or name another --root",
        location=Location(str(path) if STAGED in name else name),
    )
