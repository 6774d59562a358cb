"""Reads the files of one httpd configuration, with what they include, within bounds.

What is in <IfModule>, <IfDefine> and their like is read as if its condition were true.

Source: httpd, docs/manual/mod/core.html (Include, IncludeOptional, Define); server/config.c
(ap_process_resource_config)
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from wsgigen.discover.httpd_paths import IncludedPaths, Stop, has_wildcard
from wsgigen.discover.httpd_words import directive_words
from wsgigen.discover.lines import logical_lines
from wsgigen.discover.reading import Gap, quoted, unreadable
from wsgigen.errors import Location
from wsgigen.files.below import FilesBelow
from wsgigen.record import record

#: How deep files include each other: httpd refuses more, too (AP_MAX_INCLUDE_DEPTH).
_DEEPEST = 20
#: Files, directives and bytes that are read of one configuration, each file as often as it is
#: included.
_MOST_FILES, _MOST_DIRECTIVES, _LARGEST = 20_000, 50_000, 4 * 1024**2
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


class ConfigurationReader:
    """Reads one configuration, with what it includes, within bounds."""

    def __init__(self, files: FilesBelow, server_root: str) -> None:
        self.files, self.server_root = files, server_root
        self.gaps = list[Gap]()
        self._variables: dict[str, str] = {}
        self._paths = IncludedPaths(files, self._add)
        self._files = self._directives = self._bytes = self._vhosts = 0

    @property
    def has_read(self) -> bool:
        """Return whether any file could be read."""
        return bool(self._files)

    def directives_of(self, main: str) -> Iterator[Directive]:
        """Yield the directives of *main* and of what it includes."""
        with suppress(Stop):
            yield from self._file(main, (), 0, ())

    def _file(
        self, path: str, sections: tuple[str, ...], vhost: int, parents: tuple[str, ...]
    ) -> Iterator[Directive]:
        open_sections = [*sections]
        for line, column, text in logical_lines(self._content(path)):
            self._count(path, directives=1)
            name, words = directive_words(self._expanded(text, path))
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
        """Count what is read. Raises Stop for too much."""
        self._files += files
        self._directives += directives
        self._bytes += size
        is_too_much = self._files > _MOST_FILES or self._directives > _MOST_DIRECTIVES
        if is_too_much or self._bytes > _LARGEST:
            most = f"{_MOST_FILES} files, {_MOST_DIRECTIVES} lines and {_LARGEST} bytes"
            self._gap(path, f"a configuration of at most {most}")
            raise Stop

    def _included(self, directive: Directive, parents: tuple[str, ...]) -> Iterator[str]:
        """Yield the files that one Include names, as httpd sorts them."""
        pattern = directive.words[0]
        if not pattern.startswith("/"):
            pattern = f"{self.server_root}/{pattern}"
        if len(parents) > _DEEPEST:
            self._gap(parents[-1], f"no more than {_DEEPEST} files that include each other")
            raise Stop
        paths = [*self._paths.matching(pattern)]
        for path in paths:
            if path in parents:
                self._gap(path, f"a file that does not include itself ({directive.at})")
            else:
                yield path
        if not paths and directive.name == "include" and not has_wildcard(pattern):
            self._gap(pattern, f"this file, which is not there ({directive.at})")

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
