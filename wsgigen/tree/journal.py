"""Replaces files one by one, where others' files are around.

The order of events, which a kill may end anywhere:

1. clear    The staged files of a build that was killed are removed; its journal has their suffix.
2. journal  The manifest of before and after is put at JOURNAL: from here on the next build knows
            both as wsgigen's.
3. stage    Every new file is written next to its place. An error until here takes all of it back.
4. rename   Every new file replaces the old one; what is no longer asked for is removed.
5. commit   The new manifest replaces the old one, and the journal is removed.

A journal is of one profile. Until it is gone nothing is built or removed of another one, whose
manifest may be among the files that are replaced.

`wsgigen remove` begins with 1 and 2, and ends with the journal's removal.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.tree import Tree
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import JOURNAL, Manifest, path_of
from wsgigen.tree.profiles import Profiles, both
from wsgigen.tree.root import STAGED, put, staged_journals
from wsgigen.tree.survey import Change


def replace_files(change: Change, tree: Tree, profiles: Profiles) -> None:
    """Make *tree*, which has *profiles*, what *change* says."""
    was_interrupted = clear(tree, profiles)
    journal = with_random_names(both(profiles.own, change.new))
    amended = tuple(map(manifests.artifact, change.amended))
    todo = (*change.todo, *amended, manifests.artifact(change.new))
    made: list[str] = []
    try:
        write_journal(tree, journal)
        for artifact in todo:
            put(artifact, staged_path(str(artifact.path), journal), tree, made)
    except BaseException:
        _take_back(tree, journal, todo, made, keep_journal=was_interrupted)
        raise
    try:
        _rename(tree, journal, change, (*change.todo, *amended))
        _commit(tree, journal, change.retired)
    except OSError as error:
        location = Location(str(error.filename or tree.path))
        fix = "some files are replaced already: mend the cause, and build again to complete it"
        problem = Problem(f"cannot be replaced: {error.strerror}", fix, location=location)
        raise UserError([problem]) from None


def clear(tree: Tree, profiles: Profiles) -> bool:
    """Remove the staged files of a killed build, and return whether it left a journal.

    Then the journal is what *profiles* have as their own manifest.
    """
    was_interrupted = tree.exists(str(JOURNAL))
    if was_interrupted:
        for name in (*profiles.own.files, *profiles.manifests()):
            tree.remove_file(staged_path(name, profiles.own))
    for name in staged_journals(tree):
        tree.remove_file(name)
    return was_interrupted


def write_journal(tree: Tree, manifest: Manifest) -> None:
    """Put *manifest* at JOURNAL, where it takes precedence until it is removed."""
    ready = staged_path(str(JOURNAL), manifest)
    put(manifests.artifact(manifest, JOURNAL), ready, tree, [])
    tree.rename(ready, str(JOURNAL))


def staged_path(name: str, journal: Manifest) -> str:
    """Return the path where the new *name* is staged: `/etc/.a.wsgigen-new-HEX` for `/etc/a`."""
    directory, _, last = name.rpartition("/")
    return f"{directory}/.{last}{STAGED}{journal.staged_suffix}"


def with_random_names(manifest: Manifest) -> Manifest:
    """Return *manifest* with a random suffix for the names of staged files."""
    return replace(manifest, staged_suffix=f"-{os.urandom(8).hex()}")


def _take_back(
    tree: Tree,
    journal: Manifest,
    todo: Iterable[Artifact],
    made: list[str],
    *,
    keep_journal: bool,
) -> None:
    """Remove staged files and new directories.

    The journal of an earlier build stays, since that has yet to be completed.
    """
    with suppress(OSError):
        for artifact in todo:
            tree.remove_file(staged_path(str(artifact.path), journal))
        for directory in reversed(made):
            tree.remove_if_empty(directory)
    for name in staged_journals(tree):
        tree.remove_file(name)
    if not keep_journal:
        tree.remove_file(str(JOURNAL))


def _rename(tree: Tree, journal: Manifest, change: Change, todo: Iterable[Artifact]) -> None:
    for artifact in todo:
        tree.rename(staged_path(str(artifact.path), journal), str(artifact.path))
    for name in change.gone:
        tree.remove_file(name)
    for directory in change.empty:
        tree.remove_if_empty(directory)


def _commit(tree: Tree, journal: Manifest, retired: Iterable[str]) -> None:
    path = str(path_of(journal.profile))
    tree.rename(staged_path(path, journal), path)
    for name in retired:
        tree.remove_file(name)
    tree.remove_file(str(JOURNAL))
