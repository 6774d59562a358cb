"""Finds what is in the way of a file of a tree: a link or a file where a directory should be."""

import os
import stat
from pathlib import Path

from wsgigen.errors import Location, Problem
from wsgigen.tree.manifest import at


class Obstacles:
    """The obstacles in the way of the files of one root; each directory is looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._problems: dict[str, Problem | None] = {"": None}

    def above(self, name: str) -> Problem | None:
        """Return why nothing may be written at *name* of the target host."""
        return self.at(name.rpartition("/")[0])

    def at(self, directory: str) -> Problem | None:
        """Return what is in the place of *directory*, or of one above it."""
        unseen = []
        while directory not in self._problems:
            unseen.append(directory)
            directory = directory.rpartition("/")[0]
        problem = self._problems[directory]
        for name in reversed(unseen):
            problem = self._problems[name] = problem or _no_directory(at(self._root, name))
        return problem


def _no_directory(path: str) -> Problem | None:
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    location = Location(path)
    if stat.S_ISLNK(mode):
        fix = "replace it by a directory: nothing is written through links"
        return Problem(f"is a link to {os.readlink(path)}", fix, location=location)
    if not stat.S_ISDIR(mode):
        return Problem("is not a directory", "move it away", location=location)
    return None
