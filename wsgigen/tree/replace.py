"""Replaces files one by one, where others' files are around."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import JOURNAL, Manifest, below
from wsgigen.tree.put import put
from wsgigen.tree.survey import Change
from wsgigen.tree.swap import STAGED


def replace(change: Change, root: Path, old: Manifest) -> None:
    """Stage every new file beside its place, then rename them all.

    The journal stands from before the first change until after the last, so that the next build
    knows the files of both sides as wsgigen's. An error while files are staged takes all of it back.
    """
    again = below(root, JOURNAL).exists()
    clear_staged(root, old.files if again else ())
    todo = (*change.todo, manifests.artifact(change.new))
    for one in todo:
        _absent(staged(root, str(one.path)))
    made: list[Path] = []
    try:
        _begin(change.new, old, root)
        for one in todo:
            put(one, staged(root, str(one.path)), made)
    except BaseException:
        clear_staged(root, (str(one.path) for one in todo))
        with suppress(OSError):
            for directory in reversed(made):
                remove_empty(directory)
        if not again:
            below(root, JOURNAL).unlink(missing_ok=True)
        raise
    try:
        _finish(todo, change, root)
    except OSError as error:
        location = Location(str(error.filename or root))
        fix = "some files are new already: mend that and build again"
        raise UserError(
            [Problem(f"cannot be replaced: {error.strerror}", fix, location=location)]
        ) from None


def interrupted(root: Path) -> bool:
    """Whether a build was killed while it replaced files, or was about to."""
    return below(root, JOURNAL).exists() or staged(root, str(JOURNAL)).exists()


def _begin(new: Manifest, old: Manifest, root: Path) -> None:
    files = {
        name: tuple(dict.fromkeys((*old.files.get(name, ()), *new.files.get(name, ()))))
        for name in {**old.files, **new.files}
    }
    both = Manifest(new.profile, files, tuple({*old.directories, *new.directories}))
    write_journal(root, both)


def write_journal(root: Path, manifest: Manifest) -> None:
    """Have *manifest* at the journal's place: there it counts until it is removed."""
    new = staged(root, str(JOURNAL))
    put(manifests.artifact(manifest, JOURNAL), new, [])
    os.replace(new, below(root, JOURNAL))


def _finish(todo: tuple[Artifact, ...], change: Change, root: Path) -> None:
    for one in todo[:-1]:
        os.replace(staged(root, str(one.path)), below(root, one.path))
    for name in change.gone:
        below(root, name).unlink(missing_ok=True)
    for name in change.empty:
        remove_empty(below(root, name))
    os.replace(staged(root, str(todo[-1].path)), below(root, todo[-1].path))
    below(root, JOURNAL).unlink()


def staged(root: Path, name: str) -> Path:
    """Return where the new *name* waits until it is put in its place."""
    target = below(root, name)
    return target.with_name(f".{target.name}{STAGED}")


def _absent(path: Path) -> None:
    if os.path.lexists(path):
        raise UserError(
            [
                Problem(
                    "is where a file is made ready, and was not written by wsgigen",
                    "move it away",
                    location=Location(str(path)),
                )
            ]
        )


def clear_staged(root: Path, names: Iterable[str]) -> None:
    """Remove what is staged, or was by a build that was killed."""
    for name in (*names, str(JOURNAL), str(manifests.PATH)):
        try:
            staged(root, name).unlink(missing_ok=True)
        except NotADirectoryError:
            continue


def remove_empty(directory: Path) -> None:
    """What somebody else put something into stays."""
    try:
        directory.rmdir()
    except OSError as error:
        if error.errno not in (
            errno.ENOTEMPTY,
            errno.EEXIST,
            errno.ENOENT,
            errno.ENOTDIR,
            errno.EBUSY,
        ):
            raise
