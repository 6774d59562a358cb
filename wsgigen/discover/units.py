"""A host's unit files -> what systemd reads of one unit, in its order.

Source: systemd.unit(5), Unit File Load Path, Table 1, and the drop-ins of Description;
systemd, src/shared/dropin.c (unit_file_find_dropin_paths: which of two drop-ins of one name counts)
"""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from wsgigen.discover.reading import Gap, unreadable
from wsgigen.discover.unit_file import Assignment, parse
from wsgigen.files.below import FilesBelow, Kind
from wsgigen.record import record

T = TypeVar("T")
#: Where unit files and drop-ins are; what comes first hides what has the same name later.
LOAD_PATH = (
    "/etc/systemd/system.control",
    "/run/systemd/system.control",
    "/run/systemd/transient",
    "/run/systemd/generator.early",
    "/etc/systemd/system",
    "/etc/systemd/system.attached",
    "/run/systemd/system",
    "/run/systemd/system.attached",
    "/run/systemd/generator",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/generator.late",
)
#: Drop-ins and assignments that are read of one unit.
_MOST_DROP_INS, _MOST_ASSIGNMENTS = 5_000, 50_000
#: A link to it masks what it is called like.
_MASK = "/dev/null"


@record
class Unit:
    """One unit as systemd reads it: the assignments of its file and of its drop-ins, in order.

    `files` are their paths; the first is that of the unit's own file, "" if there is none.
    """

    name: str
    files: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    gaps: tuple[Gap, ...]

    def last(self, *names: str) -> Assignment | None:
        """Return the last assignment of *names*, such as `Service.Restart`; the one that counts."""
        return next((assignment for assignment, _ in self.parsed(str, *names)), None)

    def parsed(
        self, parse: Callable[[str], T | None], *names: str
    ) -> Iterator[tuple[Assignment, T]]:
        """Yield the assignments of *names*, which mean the same, the last first, with their values.

        What *parse* returns None for is ignored, as by systemd.
        """
        for assignment in reversed(self.assignments):
            if assignment.name in names:
                value = parse(assignment.value)
                if value is not None:
                    yield assignment, value

    def every(self, name: str) -> tuple[Assignment, ...]:
        """Return the assignments of a list, without those before an empty one, which resets it."""
        counting: list[Assignment] = []
        for assignment in self.assignments:
            if assignment.name == name:
                counting = [*counting, assignment] if assignment.value else []
        return tuple(counting)


class UnitReader:
    """Reads units of one host; each file and each directory once, as many units share some."""

    def __init__(self, files: FilesBelow) -> None:
        self._files = files
        self._names: dict[str, list[str] | Gap] = {}
        self._parsed: dict[str, tuple[Assignment, ...] | Gap] = {}

    def unit(self, name: str) -> Unit:
        """Return the unit *name*. What systemd passes over, such as a directory, is passed over."""
        gaps, assignments = list[Gap](), list[Assignment]()
        own = next((path for path in _own_files(name) if self._exists(path)), "")
        drop_ins = self._drop_ins(name, gaps)
        for path in filter(None, (own, *drop_ins)):
            parsed = self._parse(path)
            if isinstance(parsed, Gap):
                gaps.append(parsed)
                continue
            if path == own and not parsed:
                gaps.append(Gap(self._files.shown(path), "a unit that is not masked"))
            assignments += parsed
            if len(assignments) > _MOST_ASSIGNMENTS:
                most = f"at most {_MOST_ASSIGNMENTS} lines of {name}"
                gaps.append(Gap(self._files.shown(path), most))
                break
        return Unit(name, (own, *drop_ins), tuple(assignments), tuple(gaps))

    def _drop_ins(self, name: str, gaps: list[Gap]) -> list[str]:
        """Return the drop-ins of the unit *name* in the order in which systemd reads them."""
        by_name: dict[str, str] = {}
        for directory in _directories(name):
            listed = self._listed(directory)
            if isinstance(listed, Gap):
                gaps.append(listed)
                continue
            for drop_in in listed:
                by_name.setdefault(drop_in, f"{directory}/{drop_in}")
        if len(by_name) > _MOST_DROP_INS:
            most = f"at most {_MOST_DROP_INS} of them"
            gaps.append(Gap(f"{name}: {len(by_name)} drop-ins", most))
            return []
        return [by_name[drop_in] for drop_in in sorted(by_name, key=os.fsencode)]

    def _listed(self, directory: str) -> list[str] | Gap:
        """Return the names of the drop-ins in *directory*."""
        if directory not in self._names:
            try:
                self._names[directory] = [
                    name
                    for name in self._files.names(directory)
                    if name.endswith(".conf") and not name.startswith(".")
                ]
            except OSError as error:
                self._names[directory] = unreadable(self._files, directory, error)
        return self._names[directory]

    def _exists(self, path: str) -> bool:
        try:
            return self._files.resolved(path) == _MASK or self._files.kind(path) is not None
        except OSError:
            return True

    def _parse(self, path: str) -> tuple[Assignment, ...] | Gap:
        """Return the assignments of a file; none of one that is masked, by a link to /dev/null."""
        if path not in self._parsed:
            try:
                lines = parse(self._files.shown(path), self._content(path))
                self._parsed[path] = tuple(islice(lines, _MOST_ASSIGNMENTS + 1))
            except OSError as error:
                self._parsed[path] = unreadable(self._files, path, error)
        return self._parsed[path]

    def _content(self, path: str) -> bytes:
        if self._files.resolved(path) == _MASK or self._files.kind(path) is Kind.DIRECTORY:
            return b""
        return self._files.read(path) or b""


def _own_files(name: str) -> Iterator[str]:
    yield from (f"{directory}/{name}" for directory in LOAD_PATH)


def _directories(name: str) -> Iterator[str]:
    """Yield where the drop-ins of the unit *name* are; the first of one file name counts."""
    stem, _, kind = name.rpartition(".")
    parts = stem.split("-")
    prefixes = ["-".join(parts[:end]) + "-" for end in range(len(parts) - 1, 0, -1)]
    for directory in LOAD_PATH:
        yield f"{directory}/{name}.d"
        yield from (f"{directory}/{prefix}.{kind}.d" for prefix in prefixes)
    yield from (f"{directory}/{kind}.d" for directory in LOAD_PATH)
