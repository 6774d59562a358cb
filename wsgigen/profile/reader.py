"""Nodes -> records, by what the keys of a model may hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache, partial
from typing import Any

from wsgigen.errors import Problem, suggest
from wsgigen.profile.model import Key, Profile
from wsgigen.profile.pyyaml import MappingNode, Node, ScalarNode, SequenceNode
from wsgigen.profile.source import location_of
from wsgigen.profile.value_type import InvalidValue, ValueType
from wsgigen.profile.yaml12 import scalar

#: A value that could not be read; what is wrong with it is among the problems.
WRONG = object()
#: Reads one node; the word is what messages call it.
_Read = Callable[[Node, str], Any]


class Reader:
    """Turns nodes into records; collects what is wrong instead of stopping at it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def record(self, model: type, node: Node, word: str, **more: Any) -> Any:
        """Return *model* made of a mapping, and of *more*; WRONG where that cannot be."""
        fields_of_keys = keys(model)
        values = dict(more)
        for name, child in self.pairs(node, word):
            if name in fields_of_keys:
                values[name] = self.value(fields_of_keys[name].metadata["key"], child, name)
            else:
                self.wrong(child.key, f"unknown key {name}", suggest(name, fields_of_keys))
        missing = required_keys(model) - set(values)
        for name, field in fields_of_keys.items():
            if name in missing and _is_mapping(node):
                fix = f"add {name}: {field.metadata['key'].about}"
                self.wrong(node, f"{word} has no {name}", fix)
        return WRONG if missing or WRONG in values.values() else model(**values)

    def value(self, key: Key, child: "Child", name: str) -> Any:
        """Return the value of the key called *name*."""
        node = child.node
        if key.may_be_false and isinstance(node, ScalarNode) and scalar(node) is False:
            return False
        read: _Read
        if isinstance(key.value_type, ValueType):
            read = partial(self.scalar, key.value_type)
        else:
            read = partial(self.record, key.value_type)
        if key.is_list:
            read = partial(self.sequence, key, read)
        return self.mapping(key.names, read, node, name) if key.names else read(node, name)

    def scalar(self, value_type: ValueType, node: Node, word: str) -> Any:
        """Return the value of a scalar."""
        if not isinstance(node, ScalarNode):
            message = f"{word} is {_shape(node)}, not {value_type.name}"
            self.wrong(node, message, "write a single value")
            return WRONG
        return self.fit(value_type, scalar(node), node, word)

    def fit(self, value_type: ValueType, value: Any, node: ScalarNode, word: str) -> Any:
        """Return *value*, which stands at *node*, as its type reads it."""
        try:
            return value_type.read(value)
        except InvalidValue as invalid:
            if value is None:
                message = f"{word} is empty, not {value_type.name}"
                self.wrong(node, message, "give it a value or remove the key")
            else:
                self.wrong(node, f"{word}: {_as_written(invalid, value, node)}", invalid.fix)
            return WRONG

    def sequence(self, key: Key, read: _Read, node: Node, word: str) -> Any:
        """Return the items of a list, or of a single value."""
        if isinstance(node, MappingNode):
            self.wrong(node, f"{word} is {_shape(node)}, not a list", f"write {word}: [...]")
            return WRONG
        items = node.value if isinstance(node, SequenceNode) else [node]
        if key.non_empty and not items:
            self.wrong(node, f"{word} is an empty list", "name at least one, or remove the key")
        values = [read(item, word) for item in items]
        before: set[Any] = set()
        for item, value in zip(items, values, strict=True):
            if value in before and value is not WRONG and not key.may_repeat:
                self.wrong(item, f"{word} names {value} more than once", "name it once")
            before.add(value)
        return WRONG if WRONG in before else tuple(values)

    def mapping(self, names: ValueType, read: _Read, node: Node, word: str) -> Any:
        """Return the values of a mapping by their names."""
        values = {}
        for name, child in self.pairs(node, word):
            fitting_name = self.fit(names, name, child.key, word)
            values[fitting_name] = read(child.node, name)
        is_wrong = WRONG in values or any(value is WRONG for value in values.values())
        return WRONG if is_wrong else values

    def pairs(self, node: Node, word: str) -> Iterator[tuple[str, "Child"]]:
        """Yield the names of a mapping, each once, with key and value."""
        if not _is_mapping(node):
            self.wrong(node, f"{word} is {_shape(node)}, not a mapping", "write it as key: value")
            return
        first: dict[str, Node] = {}
        for key, value in node.value if isinstance(node, MappingNode) else ():
            if not isinstance(key, ScalarNode):
                fix = "write a plain word before the colon"
                self.wrong(key, f"a key of {word} is {_shape(key)}", fix)
            elif key.value in first:
                line = first[key.value].start_mark.line + 1
                message = f"{key.value} stands in {word} twice, first in line {line}"
                self.wrong(key, message, "keep one of them")
            else:
                first[key.value] = key
                yield key.value, Child(key, value)

    def wrong(self, node: Node, message: str, fix: str) -> None:
        """Keep a problem at *node*."""
        self.problems.append(Problem(message, fix, location=location_of(self.file, node)))


class LenientReader(Reader):
    """Leaves out what is wrong: services, and keys at the top that are not required.

    Nobody sees its problems.
    """

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.left_out: set[str] = set()

    def mapping(self, names: ValueType, read: _Read, node: Node, word: str) -> Any:
        """Return the values of a mapping that are right."""
        values = {name: read(child.node, name) for name, child in self.pairs(node, word)}
        return self._right(values, word)

    def record(self, model: type, node: Node, word: str, **more: Any) -> Any:
        """Return *model* made of what is right; WRONG where a required key is not."""
        if model is not Profile:
            return super().record(model, node, word, **more)
        fields_of_keys = keys(model)
        values = {
            name: self.value(fields_of_keys[name].metadata["key"], child, name)
            for name, child in self.pairs(node, word)
            if name in fields_of_keys
        }
        values = self._right(values)
        if self.problems:
            values.pop("groups", None)  # it may name a service that was left out
        return WRONG if required_keys(model) - set(values) else model(**values, **more)

    def _right(self, values: Mapping[str, Any], word: str = "") -> dict[str, Any]:
        """Return *values* without what is wrong.

        Which keys of the profile lose something is noted: *word*, or their own.
        """
        self.left_out |= {word or name for name, value in values.items() if value is WRONG}
        return {name: value for name, value in values.items() if value is not WRONG}


class Child:
    """A value and its key."""

    __slots__ = ("key", "node")

    def __init__(self, key: ScalarNode, node: Node) -> None:
        self.key, self.node = key, node


@cache
def keys(model: type) -> Mapping[str, Field[Any]]:
    """Return the keys of a model; fields without a Key are set by the program."""
    return {field.name: field for field in fields(model) if "key" in field.metadata}


@cache
def required_keys(model: type) -> frozenset[str]:
    """Return the keys without a default."""
    return frozenset(
        name
        for name, field in keys(model).items()
        if field.default is field.default_factory is MISSING
    )


def _is_mapping(node: Node) -> bool:
    """Return whether *node* is a mapping, or nothing, which is an empty one."""
    return isinstance(node, MappingNode) or (isinstance(node, ScalarNode) and scalar(node) is None)


def _as_written(invalid: InvalidValue, value: object, node: ScalarNode) -> str:
    """Return the message with a number as it stands in the file: 0027, not 27."""
    message, number = str(invalid), str(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and message.startswith(number):
        return str(node.value) + message.removeprefix(number)
    return message


def _shape(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return f'"{node.value}"' if node.value else "empty"
