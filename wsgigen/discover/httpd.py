"""A host's httpd configuration -> its directives, in the order in which httpd reads them.

What is in <IfModule>, <IfDefine> and their like is read as if its condition were true.

Source: httpd, docs/manual/configuring (syntax), mod/core.html (Include, IncludeOptional, Define);
server/config.c (ap_process_resource_config), server/util.c (ap_getword_conf)
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from itertools import islice

from wsgigen.discover.lines import logical_lines
from wsgigen.discover.reading import Gap, quoted, unreadable
from wsgigen.errors import Location
from wsgigen.files.below import FilesBelow, Kind
from wsgigen.record import record

#: How deep files include each other: httpd refuses more, too (AP_MAX_INCLUDE_DEPTH).
_DEEPEST = 20
#: Files, directives and bytes that are read of one configuration, each file as often as it is
#: included, and names of directories that are compared with patterns.
_MOST_FILES, _MOST_DIRECTIVES, _LARGEST, _MOST_NAMES = 20_000, 50_000, 4 * 1024**2, 50_000
#: Directives that are kept of one configuration.
_MOST_KEPT = 5_000
#: Characters of a variable's value, and variables of one line.
_LONGEST_VALUE, _MOST_VARIABLES = 4096, 1000
#: Sections that are no context of a directive, only a condition.
_CONDITIONS = ("ifmodule", "ifdefine", "ifversion", "iffile", "ifdirective", "ifsection")
_VARIABLE = re.compile(r"\$\{([^}:]+)\}")


@record
class Directive:
    """One directive; `name` and the names of the sections around it are in lower case.

    `text` is its line as it is written.
    """

    name: str
    words: tuple[str, ...]
    sections: tuple[str, ...]  #: the outermost first: `virtualhost`, `directory`
    vhost: int  #: number of the vhost that it is in; 0 outside of vhosts
    at: Location
    text: str


@record
class Configuration:
    """One httpd's configuration: the directives of some names, and what could not be read."""

    file: Location
    is_read: bool  #: at least its main file
    names: frozenset[str]  #: in lower case
    directives: tuple[Directive, ...]
    gaps: tuple[Gap, ...]

    def named(self, *names: str) -> tuple[Directive, ...]:
        """Return the directives of these *names*. Raises KeyError for one that was not kept."""
        if others := sorted({*names} - self.names):
            raise KeyError(others)
        return tuple(directive for directive in self.directives if directive.name in names)

    def last_of_server(self, name: str) -> Directive | None:
        """Return the last directive *name* outside of all sections: the one that counts there."""
        found = (directive for directive in reversed(self.named(name)) if not directive.sections)
        return next(found, None)


def load_configuration(
    files: FilesBelow, main: str, server_root: str, names: frozenset[str]
) -> Configuration:
    """Return the directives called *names* of the configuration whose main file is *main*."""
    reader = _Reader(files, server_root)
    found = (directive for directive in reader.directives_of(main) if directive.name in names)
    kept = tuple(islice(found, _MOST_KEPT + 1))
    if len(kept) > _MOST_KEPT:
        needs = f"a configuration with at most {_MOST_KEPT} directives that rules look at"
        reader.gaps.append(Gap(files.shown(main), needs))
    gaps = tuple(reader.gaps)
    return Configuration(Location(files.shown(main)), reader.has_read, names, kept, gaps)


class _Stop(Exception):
    """No more of the configuration is read."""


class _Reader:
    """Reads one configuration, with what it includes, within bounds."""

    def __init__(self, files: FilesBelow, server_root: str) -> None:
        self.files, self.server_root = files, server_root
        self.gaps = list[Gap]()
        self._variables: dict[str, str] = {}
        self._files = self._directives = self._bytes = self._names_seen = self._vhosts = 0

    @property
    def has_read(self) -> bool:
        """Return whether any file could be read."""
        return bool(self._files)

    def directives_of(self, main: str) -> Iterator[Directive]:
        """Yield the directives of *main* and of what it includes."""
        with suppress(_Stop):
            yield from self._file(main, (), 0, ())

    def _file(
        self, path: str, sections: tuple[str, ...], vhost: int, parents: tuple[str, ...]
    ) -> Iterator[Directive]:
        open_sections = [*sections]
        for line, column, text in logical_lines(self._content(path)):
            self._count(path, directives=1)
            name, words = _words(self._expanded(text, path))
            if name.startswith("</"):
                _close(open_sections, name[2:].rstrip(">"), len(sections))
                continue
            if name.startswith("<"):
                section = name[1:].rstrip(">")
                if section not in _CONDITIONS:
                    open_sections.append(section)
                if section == "virtualhost":
                    self._vhosts += 1
                    vhost = self._vhosts
                continue
            number = vhost if "virtualhost" in open_sections else 0
            at = Location(self.files.shown(path), line, column)
            directive = Directive(name, words, tuple(open_sections), number, at, quoted(text))
            self._remember(directive)
            yield directive
            if name in ("include", "includeoptional") and words:
                inside = (*parents, path)
                for included in self._included(directive, inside):
                    yield from self._file(included, directive.sections, number, inside)

    def _remember(self, directive: Directive) -> None:
        """Keep what later directives depend on."""
        if directive.name == "serverroot" and directive.words:
            self.server_root = directive.words[0]
        elif directive.name == "define" and directive.words:
            value = "".join(directive.words[1:2])
            self._variables[directive.words[0]] = value[:_LONGEST_VALUE]

    def _expanded(self, text: str, path: str) -> str:
        """Return *text* with the variables that `Define` has set; others stay."""
        if "${" not in text:
            return text
        value = self._variables.get
        expanded = _VARIABLE.sub(lambda match: value(match[1], match[0]), text, _MOST_VARIABLES)
        self._count(path, size=len(expanded))
        return expanded

    def _content(self, path: str) -> str:
        try:
            content = self.files.read(path)
        except OSError as error:
            self._add(unreadable(self.files, path, error))
            return ""
        if content is None:
            self._gap(path, "this file, which is not there")
            return ""
        self._count(path, files=1, size=len(content))
        return content.decode(errors="replace")

    def _count(self, path: str, *, files: int = 0, directives: int = 0, size: int = 0) -> None:
        """Count what is read. Raises _Stop for too much."""
        self._files += files
        self._directives += directives
        self._bytes += size
        is_too_much = self._files > _MOST_FILES or self._directives > _MOST_DIRECTIVES
        if is_too_much or self._bytes > _LARGEST:
            most = f"{_MOST_FILES} files, {_MOST_DIRECTIVES} lines and {_LARGEST} bytes"
            self._gap(path, f"a configuration of at most {most}")
            raise _Stop

    def _included(self, directive: Directive, parents: tuple[str, ...]) -> Iterator[str]:
        """Yield the files that one Include names, as httpd sorts them."""
        pattern = directive.words[0]
        if not pattern.startswith("/"):
            pattern = f"{self.server_root}/{pattern}"
        if len(parents) > _DEEPEST:
            self._gap(parents[-1], f"no more than {_DEEPEST} files that include each other")
            raise _Stop
        found = [*self._matching("", pattern.strip("/").split("/"), _DEEPEST)]
        for path in found:
            if path in parents:
                self._gap(path, f"a file that does not include itself ({directive.at})")
            else:
                yield path
        if not found and directive.name == "include" and not _has_wildcard(pattern):
            self._gap(pattern, f"this file, which is not there ({directive.at})")

    def _matching(self, directory: str, parts: list[str], deepest: int) -> Iterator[str]:
        """Yield the files that *parts*, some of which may be patterns, mean below *directory*."""
        head, *rest = parts
        if _has_wildcard(head):
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
                yield from self._matching(path, rest, deepest)
            else:
                yield from self._files_of(path, deepest)

    def _files_of(self, path: str, deepest: int) -> Iterator[str]:
        """Yield *path*, or all files of the directory *path*."""
        try:
            kind = self.files.kind(path)
        except OSError:
            kind = Kind.OTHER  # reading it says why it cannot be read
        if kind is Kind.DIRECTORY and deepest:
            for name in self._names(path):
                yield from self._files_of(f"{path}/{name}", deepest - 1)
        elif kind is Kind.OTHER:
            yield path

    def _names(self, directory: str) -> list[str]:
        try:
            names = self.files.names(directory)
        except OSError as error:
            self._add(unreadable(self.files, directory, error))
            return []
        self._names_seen += len(names)
        if self._names_seen > _MOST_NAMES:
            self._gap(directory, f"patterns that at most {_MOST_NAMES} names are compared with")
            raise _Stop
        return sorted(names, key=os.fsencode)

    def _gap(self, path: str, needs: str) -> None:
        self._add(Gap(self.files.shown(path), needs))

    def _add(self, gap: Gap) -> None:
        if gap not in self.gaps:
            self.gaps.append(gap)


def _close(open_sections: list[str], name: str, outer: int) -> None:
    """Close the innermost section, if *name* closes one of this file."""
    if name not in _CONDITIONS and len(open_sections) > outer and name in open_sections[outer:]:
        while open_sections.pop() != name:
            pass


def _has_wildcard(text: str) -> bool:
    return any(char in text for char in "*?[")


def _words(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a directive's name in lower case, and its arguments, as httpd takes them apart."""
    name, *words = _split(text)
    return name.lower(), tuple(words)


def _split(text: str) -> Iterator[str]:
    """Yield words; quotes hold only a word together that begins with them."""
    end = 0
    while end < len(text):
        match = _WORD.match(text, end)
        if match is None:
            return
        end = match.end()
        plain, quote = match["plain"], match["quote"]
        yield plain if plain is not None else re.sub(rf"\\([\\{quote}])", r"\1", match["quoted"])


_WORD = re.compile(
    r"""\s*(?:(?P<quote>["'])(?P<quoted>(?:\\.|(?!(?P=quote)).)*)(?P=quote)?|(?P<plain>\S+))\s*""",
    re.DOTALL,
)
