"""Refuses YAML that nests too deep or grows too large, before anything else walks it."""

import re
from typing import Any

from wsgigen.errors import Location, Problem, UserError
from wsgigen.profile.pyyaml import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingNode,
    Node,
    NodeEvent,
    ScalarNode,
    SequenceNode,
    yaml,
)
from wsgigen.profile.yaml12 import Loader, PurePythonLoader, fits_its_tag

#: Levels. The deepest key of a profile is on the fourth.
DEEPEST = 20
#: Keys and values, also when every alias is followed.
MOST = 300_000


def refuse_deep(text: str, file: str) -> None:
    """Refuse what nests too deep: libyaml's composer recurses in C, and would crash."""
    try:
        _count_events(Loader(text), file)
    except yaml.MarkedYAMLError as error:
        # PyYAML 6.0.4's libyaml refuses a thousand levels, up to 1024 characters before the event
        # of the level that is too deep
        if "nesting depth" in str(error.problem):
            _count_events(PurePythonLoader(text), file)
        raise


def refuse_large(root: Node, file: str) -> None:
    """Refuse what aliases blow up, and nodes that are not what their tags say."""
    count, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            fix = "a profile has four; does an alias hold itself?"
            raise _refused(node, file, f"nests deeper than {DEEPEST} levels", fix)
        if count > MOST:
            message = f"grows beyond {MOST} values when its aliases are followed"
            raise _refused(node, file, message, "write the values out")
        _refuse_strange(node, file)
        waiting += [(child, depth + 1) for child in _children(node)]


def _count_events(parser: Any, file: str) -> None:
    depth = count = 0
    while parser.check_event():
        event = parser.get_event()
        count += isinstance(event, NodeEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            message = f"nests deeper than {DEEPEST} levels"
            raise _refused(event, file, message, "a profile has four")
        if count > MOST:
            message = f"has more than {MOST} keys and values"
            raise _refused(event, file, message, "split it into several profiles")


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _refuse_strange(node: Node, file: str) -> None:
    """Refuse half a surrogate pair, and a tag that the value does not fit."""
    text = node.value if isinstance(node, ScalarNode) else ""
    if not text.isprintable() and (half := re.search(r"[\ud800-\udfff]", text)):
        message = f"holds U+{ord(half[0]):04X}, which is no character by itself"
        raise _refused(node, file, message, "remove it")
    if not fits_its_tag(node):
        message = f"is tagged {node.tag}, which it is not"
        raise _refused(node, file, message, "remove the tag")


def _refused(node: Any, file: str, message: str, fix: str) -> UserError:
    location = Location(file, node.start_mark.line + 1, node.start_mark.column + 1)
    return UserError([Problem(message, fix, location=location)])
