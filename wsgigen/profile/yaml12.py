"""YAML 1.2's core schema on top of PyYAML, which has 1.1.

There is no octal 0027, no sexagesimal 1:30, and NO is a word.

Source: YAML 1.2.2, 10.3.2 "Tag Resolution", https://yaml.org/spec/1.2.2/
"""

import re
from typing import Any

from wsgigen.profile.pyyaml import (
    BaseResolver,
    Composer,
    MappingNode,
    Node,
    Parser,
    Reader,
    ScalarNode,
    Scanner,
    yaml,
)

_TAG = "tag:yaml.org,2002:"
_FLOAT = (
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
#: How a scalar of each tag looks, and the characters that it begins with; "" for an empty one.
_SCALARS: tuple[tuple[str, str, list[str]], ...] = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", _FLOAT, list("-+.0123456789")),
)
_CORE = {name: re.compile(rf"^(?:{pattern})$") for name, pattern, _ in _SCALARS}
#: A longer number stays text.
_MOST_DIGITS = 100


class _CoreSchema(BaseResolver):
    """Resolves plain scalars by YAML 1.2's core schema."""


for _name, _, _first in _SCALARS:
    _CoreSchema.add_implicit_resolver(_TAG + _name, _CORE[_name], _first)


class PurePythonLoader(Reader, Scanner, Parser, Composer):
    """PyYAML's own parser, for where it was built without libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


_PARSER: Any = vars(yaml)["cyaml"].CParser if yaml.__with_libyaml__ else PurePythonLoader


class Loader(_PARSER, _CoreSchema):  # type: ignore[misc]
    """The fastest parser that there is, with the core schema."""

    def __init__(self, text: str) -> None:
        _PARSER.__init__(self, text)
        _CoreSchema.__init__(self)


def scalar(node: ScalarNode) -> str | int | float | bool | None:
    """Return the value of a scalar."""
    tag, value = node.tag.removeprefix(_TAG), node.value
    if tag == "null":
        return None
    if tag == "bool":
        return bool(value.lower() == "true")
    if tag == "int" and len(value) < _MOST_DIGITS:
        return int(value, 0 if value[:2] in ("0o", "0x") else 10)
    if tag == "float":
        return float(value.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return str(value)


def fits_its_tag(node: Node) -> bool:
    """Return whether a node's tag is of the core schema, and its value looks like it."""
    tag = node.tag.removeprefix(_TAG)
    if isinstance(node, ScalarNode):
        return tag == "str" or (tag in _CORE and bool(_CORE[tag].match(node.value)))
    return bool(tag == ("map" if isinstance(node, MappingNode) else "seq"))
