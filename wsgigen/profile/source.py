"""Reads YAML with the place of every key and value."""

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from wsgigen.errors import KeyPath, Location, Problem, UserError
from wsgigen.files.read import TooLarge, read_file
from wsgigen.record import record

#: Bytes. A control plane of 10,000 services fits; what is larger is not a profile.
LARGEST = 1024**2
#: Levels. The deepest key of a profile is on the fourth.
DEEPEST = 20
#: Keys and values, also when every alias is followed.
MOST = 300_000


class _Yaml12(BaseResolver):
    """YAML 1.2's core schema: no octal 0027, no sexagesimal 1:30, and NO is a word.

    Source: YAML 1.2.2, 10.3.2 "Tag Resolution", https://yaml.org/spec/1.2.2/
    """


_TAG = "tag:yaml.org,2002:"
#: What a scalar of each tag looks like, and how it begins.
_CORE: dict[str, tuple[re.Pattern[str], str]] = {}
for _name, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
):
    _CORE[_name] = re.compile(rf"^(?:{_pattern})$"), _first
    _Yaml12.add_implicit_resolver(
        _TAG + _name, _CORE[_name][0], [c if c != "\0" else "" for c in _first]
    )


class _PurePython(Reader, Scanner, Parser, Composer):
    """PyYAML's own parser, for where it was built without libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


_PARSER: Any = vars(yaml)["cyaml"].CParser if yaml.__with_libyaml__ else _PurePython


class _Loader(_PARSER, _Yaml12):  # type: ignore[misc]
    def __init__(self, text: str) -> None:
        _PARSER.__init__(self, text)
        _Yaml12.__init__(self)


@record
class Source:
    """A profile's text as nodes; `file` is the name that messages use."""

    file: str
    root: Node

    def location(self, where: KeyPath) -> Location:
        """The place of the value at *where*; of its key when the value is a mapping or a list, or is not there."""
        node, location = self.root, of(self.file, self.root)
        for step in where:
            found = _step(node, step)
            if not found:
                break
            key, node = found
            location = of(self.file, node if isinstance(node, ScalarNode) and node.value else key)
        return location


def of(file: str, node: Node) -> Location:
    """The place where *node* starts."""
    return Location(file, node.start_mark.line + 1, node.start_mark.column + 1)


def scalar(node: ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar by YAML 1.2's core schema."""
    kind, value = node.tag.removeprefix(_TAG), node.value
    if kind == "null":
        return None
    if kind == "bool":
        return bool(value.lower() == "true")
    if kind == "int":
        return (
            int(value, 0 if value[:2] in ("0o", "0x") else 10) if len(value) < 100 else str(value)
        )
    if kind == "float":
        return float(value.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return str(value)


def read(path: Path) -> Source:
    """Parse *path*.

    Raises UserError for what cannot be read, is larger than LARGEST, is not UTF-8, is not one YAML
    document, nests deeper than DEEPEST, or grows beyond MOST nodes when its aliases are followed.
    """
    file = str(path)
    try:
        raw = read_file(path, LARGEST, may_be_pipe=True)
    except TooLarge:
        raise _refused(
            Location(file), f"is larger than {LARGEST} bytes", "split it into several profiles"
        ) from None
    except OSError as error:
        raise _refused(
            Location(file),
            f"cannot be read: {error.strerror}",
            "name a profile, or begin one with wsgigen init",
        ) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(
            Location(file, line),
            f"byte {raw[error.start]:#04x} is not UTF-8",
            "save the file as UTF-8 text",
        ) from None
    return Source(file, _compose(text, file))


def _compose(text: str, file: str) -> Node:
    try:
        _shallow(text, file)
        root: Node | None = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        location = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise _refused(
            location, f"is not YAML: {said}", "see https://yaml.org/spec/1.2.2/"
        ) from None
    except yaml.YAMLError as error:
        raise _refused(
            Location(file),
            f"is not YAML: {str(error).splitlines()[0]}",
            "save the file as plain text",
        ) from None
    if root is None:
        raise _refused(Location(file, 1, 1), "is empty", "begin a profile with wsgigen init")
    _measure(root, file)
    return root


def _shallow(text: str, file: str) -> None:
    """Refuse what nests too deep before it is composed: libyaml's composer recurses in C, and would crash."""
    try:
        _walk(_Loader(text), file)
    except yaml.MarkedYAMLError as error:
        # PyYAML 6.0.4's libyaml refuses a thousand levels, up to 1024 characters ahead of the events it has told.
        if "nesting depth" in str(error.problem):
            _walk(_PurePython(text), file)
        raise


def _walk(parser: Any, file: str) -> None:
    depth = seen = 0
    while parser.check_event():
        event = parser.get_event()
        seen += isinstance(event, NodeEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        location = Location(file, event.start_mark.line + 1, event.start_mark.column + 1)
        if depth > DEEPEST:
            raise _refused(location, f"nests deeper than {DEEPEST} levels", "a profile has four")
        if seen > MOST:
            raise _refused(
                location, f"has more than {MOST} keys and values", "split it into several profiles"
            )


def _measure(root: Node, file: str) -> None:
    """Refuse what aliases blow up, before anything follows them all."""
    seen, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise _refused(
                of(file, node),
                f"nests deeper than {DEEPEST} levels",
                "a profile has four; does an alias hold itself?",
            )
        if seen > MOST:
            raise _refused(
                of(file, node),
                f"grows beyond {MOST} values when its aliases are followed",
                "write the values out",
            )
        _check(node, file)
        if isinstance(node, MappingNode):
            waiting.extend((part, depth + 1) for pair in node.value for part in pair)
        elif isinstance(node, SequenceNode):
            waiting.extend((part, depth + 1) for part in node.value)


def _check(node: Node, file: str) -> None:
    """Refuse a tag that is not of the core schema, or that the value does not fit, and half a surrogate pair."""
    tag = node.tag.removeprefix(_TAG)
    if isinstance(node, ScalarNode):
        fits = tag == "str" or (tag in _CORE and _CORE[tag][0].match(node.value))
        if not node.value.isprintable() and (lone := re.search(r"[\ud800-\udfff]", node.value)):
            raise _refused(
                of(file, node),
                f"holds U+{ord(lone[0]):04X}, which is no character by itself",
                "remove it",
            )
    else:
        fits = tag == ("map" if isinstance(node, MappingNode) else "seq")
    if not fits:
        raise _refused(of(file, node), f"is tagged {node.tag}, which it is not", "remove the tag")


def _step(node: Node, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _refused(location: Location, message: str, fix: str) -> UserError:
    return UserError([Problem(message, fix, location=location)])
