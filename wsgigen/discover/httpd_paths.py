"""The pattern of an Include -> the files that it names, within bounds.

Source: httpd, docs/manual/mod/core.html (Include)
"""

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from wsgigen.discover.reading import Gap, unreadable
from wsgigen.files.below import FilesBelow, Kind

#: Names of directories that are compared with patterns.
_MOST_NAMES = 50_000
#: How deep the directories are whose files an Include names.
_DEEPEST = 20


class Stop(Exception):
    """No more of the configuration is read."""


class IncludedPaths:
    """The paths that patterns mean in one configuration; *add* notes what cannot be read."""

    def __init__(self, files: FilesBelow, add: Callable[[Gap], None]) -> None:
        self._files, self._add, self._seen = files, add, 0

    def matching(self, pattern: str) -> Iterator[str]:
        """Yield the files that *pattern* names, as httpd sorts them. Raises Stop for too many."""
        yield from self._below("", pattern.strip("/").split("/"), _DEEPEST)

    def _below(self, directory: str, parts: list[str], deepest: int) -> Iterator[str]:
        """Yield the files that *parts*, some of which may be patterns, mean below *directory*."""
        head, *rest = parts
        if has_wildcard(head):
            names = [
                name
                for name in self._names(directory)
                if fnmatchcase(name, head) and (name[0] != "." or head[0] == ".")
            ]
        else:
            names = [head]
        for name in names:
            path = f"{directory}/{name}"
            if rest:
                yield from self._below(path, rest, deepest)
            else:
                yield from self._files_at(path, deepest)

    def _files_at(self, path: str, deepest: int) -> Iterator[str]:
        """Yield *path*, or all files of the directory *path*."""
        try:
            kind = self._files.kind(path)
        except OSError:
            kind = Kind.OTHER  # reading it says why it cannot be read
        if kind is Kind.DIRECTORY and deepest:
            for name in self._names(path):
                yield from self._files_at(f"{path}/{name}", deepest - 1)
        elif kind is Kind.OTHER:
            yield path

    def _names(self, directory: str) -> list[str]:
        try:
            names = self._files.names(directory)
        except OSError as error:
            self._add(unreadable(self._files, directory, error))
            return []
        self._seen += len(names)
        if self._seen > _MOST_NAMES:
            needs = f"patterns that at most {_MOST_NAMES} names are compared with"
            self._add(Gap(self._files.shown(directory), needs))
            raise Stop
        return sorted(names, key=os.fsencode)


def has_wildcard(text: str) -> bool:
    """Return whether *text* is a pattern."""
    return any(char in text for char in "*?[")
