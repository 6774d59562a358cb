"""PyYAML without the patterns of its Python parser: libyaml reads profiles.

Whoever wants anything of yaml imports it from here. One of those patterns lists all characters that
can be printed: to compile it, as `import yaml` does, took a tenth of a build. They are compiled
when they are used.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_compile = re.compile


class LatePattern:
    """A pattern that is compiled when it is first asked for anything."""

    def __init__(self, *pattern: Any) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._pattern), name)


def _compile_later(*pattern: Any) -> Any:
    caller = sys._getframe(1).f_globals["__name__"]
    return (LatePattern if caller.startswith("yaml.") else _compile)(*pattern)


@contextmanager
def late_patterns() -> Iterator[None]:
    """Leave the patterns of yaml's modules for later while they are imported."""
    re.compile = _compile_later  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compile


with late_patterns():
    import yaml
    from yaml.composer import Composer
    from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent
    from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.resolver import BaseResolver
    from yaml.scanner import Scanner

__all__ = [
    "BaseResolver",
    "CollectionEndEvent",
    "CollectionStartEvent",
    "Composer",
    "MappingNode",
    "Node",
    "NodeEvent",
    "Parser",
    "Reader",
    "ScalarNode",
    "Scanner",
    "SequenceNode",
    "yaml",
]
