"""Finds, locks and opens the directory that a tree is built in: once."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.directory import blamed, enter, names_in, reopen
from wsgigen.files.follow import open_directory
from wsgigen.files.lock import lock
from wsgigen.files.remove import remove_directory
from wsgigen.files.tree import Tree
from wsgigen.render.artifact import Artifact
from wsgigen.tree.manifest import JOURNAL

#: Part of the name of all that is there only while a build is under way.
STAGED = ".wsgigen-new"


class Root:
    """One locked root; `parent` is the directory that it is in, `name` what it is called there."""

    def __init__(self, path: Path, parent: int) -> None:
        self.path, self.parent, self.name = path, parent, path.name or "."

    @property
    def prefix(self) -> str:
        """Return how the names of trees begin that are made ready beside the root."""
        return f".{self.path.name}{STAGED}-"

    def status(self) -> os.stat_result | None:
        """Return what is at the root's place; None where nothing is."""
        try:
            return os.stat(self.name, dir_fd=self.parent, follow_symlinks=False)
        except FileNotFoundError:
            return None

    @contextmanager
    def opened(self, *, make: bool = False) -> Iterator[Tree]:
        """Open the root itself; with *make*, make it where it is missing."""
        with blamed(str(self.path)):
            descriptor, _ = enter(self.parent, self.name, make=make)
        tree = Tree(descriptor, str(self.path))
        try:
            yield tree
        finally:
            tree.close()

    def is_ours(self) -> bool:
        """Return whether nobody else can exchange what is beside the root."""
        status = os.fstat(self.parent)
        open_to_all = status.st_mode & stat.S_IWOTH and not status.st_mode & stat.S_ISVTX
        return status.st_uid in (0, os.geteuid()) and not open_to_all


@contextmanager
def locked(path: Path, *, make: bool = False, wait: bool = True) -> Iterator[Root]:
    """Lock the root at *path* for one build; what a killed one left beside it is removed first.

    Raises UserError for what is no directory, and for a lock that another process keeps; OSError
    for the rest, and at once for that lock unless *wait*.
    """
    walked = open_directory(str(path.parent), make=make)
    try:
        with blamed(str(path.parent)):
            parent = reopen(walked)
    finally:
        os.close(walked)
    try:
        root = Root(path, parent)
        lock(parent, str(path.parent), wait=wait)
        status = root.status()
        if status and not stat.S_ISDIR(status.st_mode):
            fix = "name a directory with --root"
            raise UserError([Problem("is not a directory", fix, location=Location(str(path)))])
        _sweep(root)
        yield root
    finally:
        os.close(parent)


def is_interrupted(tree: Tree) -> bool:
    """Return whether a build was killed while it replaced files, or was about to."""
    return tree.exists(str(JOURNAL)) or bool(staged_journals(tree))


def staged_journals(tree: Tree) -> list[str]:
    """Return the journals that were being written when a build was killed."""
    prefix = f".{JOURNAL.name}{STAGED}"
    return [f"/{name}" for name in tree.names() if name.startswith(prefix)]


def put(artifact: Artifact, path: str, tree: Tree, made: list[str]) -> None:
    """Make *artifact* at *path* of *tree*.

    Directories above it that are missing are made, and added to *made*.
    """
    if artifact.link:
        tree.symlink(path, artifact.link, made)
    else:
        tree.write(path, artifact.content.encode(), artifact.mode, made)


def _sweep(root: Root) -> None:
    """Remove what a build that was killed left beside the root."""
    if root.is_ours():
        for name in names_in(root.parent):
            if name.startswith(root.prefix):
                remove_directory(root.parent, name)
