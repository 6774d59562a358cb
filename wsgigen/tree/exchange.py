"""Replaces a tree that is wsgigen's alone by one rename."""

import os
import stat
from pathlib import Path

from wsgigen.files.directory import enter, make_directory
from wsgigen.files.exchange import exchange, rename
from wsgigen.files.remove import remove_directory
from wsgigen.files.tree import Tree
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.profiles import Profiles
from wsgigen.tree.root import Root, put
from wsgigen.tree.survey import Change


def is_possible(root: Root, profiles: Profiles) -> bool:
    """Return whether nothing in *root* is others', so that all of it can be replaced."""
    status = root.status()
    if profiles.others or not root.is_ours() or not os.access(root.path.parent, os.W_OK):
        return False
    if status is None:
        return True
    if os.path.ismount(root.path) or status.st_uid != os.geteuid():
        return False
    old = profiles.own
    files = {*old.files, str(manifests.path_of(profiles.profile)), *profiles.retired}
    return _holds_only(root.path, files, set(old.directories))


def exchange_roots(change: Change, root: Root) -> bool:
    """Make the new tree next to *root* and exchange them; return whether that is done.

    Not every file system can do it. What does not change stays the same file, with its inode.
    """
    name = f"{root.prefix}{os.urandom(8).hex()}"
    make_directory(root.parent, name, 0o700)
    staging = Tree(enter(root.parent, name, make=False)[0], str(root.path.parent / name))
    leftover = os.fstat(staging.descriptor)
    try:
        status = root.status()
        _fill(staging, change, root if status else None)
        staging.set_mode(stat.S_IMODE(status.st_mode) if status else 0o755)
        if status is None:
            rename(root.parent, name, root.name)
        elif exchange(root.parent, name, root.name):
            leftover = status
        else:
            return False
        return True
    finally:
        staging.close()
        remove_directory(root.parent, name, leftover)


def _fill(staging: Tree, change: Change, root: Root | None) -> None:
    made: list[str] = []
    if root:
        with root.opened() as old:
            for artifact in change.kept:
                _keep(artifact, old, staging, made)
    for artifact in (*change.todo, manifests.artifact(change.new)):
        put(artifact, str(artifact.path), staging, made)


def _keep(artifact: Artifact, old: Tree, staging: Tree, made: list[str]) -> None:
    try:
        staging.hard_link(str(artifact.path), old, made)
    except OSError:
        put(artifact, str(artifact.path), staging, made)


def _holds_only(root: Path, files: set[str], directories: set[str]) -> bool:
    """Return whether *root* has no file but *files*, and no directory but *directories*."""
    waiting = [""]
    while waiting:
        here = waiting.pop()
        with os.scandir(f"{root}{here}") as entries:
            for entry in entries:
                name = f"{here}/{entry.name}"
                is_directory = entry.is_dir(follow_symlinks=False)
                if name not in (directories if is_directory else files):
                    return False
                if is_directory:
                    waiting.append(name)
    return True
