"""Source -> Profile, or everything that is wrong with it at once."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache, partial
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wsgigen.errors import Location, Problem, UserError, suggest
from wsgigen.profile.kinds import PATH, InvalidValue, ValueType
from wsgigen.profile.model import Key, Profile
from wsgigen.profile.source import Source, of, read, scalar

#: A value that could not be read; what is wrong with it is among the problems.
_WRONG = object()
#: Keys of a service whose problems depend on the OpenStack release: without one, the newest is taken.
_BY_RELEASE = ("application", "threads")


class InvalidProfile(UserError):
    """A file with problems. `profile` is the rest of it, so that what is wrong further on is said as well; None if too little is left.

    `left_out` are the keys of which something is not in the rest.
    """

    def __init__(
        self,
        problems: list[Problem],
        profile: Profile | None,
        source: Source,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(sorted(problems, key=lambda problem: problem.location or Location("")))
        self.profile, self.source, self.left_out = profile, source, left_out

    def explains(self, problem: Problem) -> bool:
        """Return whether *problem*, found in the rest, may only be there because of what was left out."""
        where = problem.key
        if not where or (len(where) == 1 and where[0] in self.left_out):
            return True
        return "openstack" in self.left_out and where[0] == "services" and where[-1] in _BY_RELEASE


def load(path: Path) -> tuple[Profile, Source]:
    """The profile in *path*, and the source that knows the line of each key.

    Raises Flawed with every problem of the file, and UserError for a file that is no YAML at all.
    """
    _refuse_name(path)
    source = read(path)
    about = {"name": path.stem, "directory": _directory(path)}
    reader = _Reader(source.file)
    profile = reader.record(Profile, source.root, "the profile", **about)
    if reader.problems:
        lenient = _Lenient(source.file)
        rest = lenient.record(Profile, source.root, "the profile", **about)
        raise InvalidProfile(
            reader.problems, None if rest is _WRONG else rest, source, frozenset(lenient.left_out)
        )
    return profile, source


def _refuse_name(path: Path) -> None:
    """Refuse `...yaml`, whose tree would be in build/.."""
    if path.stem in ("", ".", ".."):
        message = f'gives its tree the name "{path.stem}", which is a directory already'
        fix = "rename it to NAME.yaml"
        raise UserError([Problem(message, fix, location=Location(str(path)))])


def _directory(path: Path) -> str | None:
    try:
        return str(PATH.read(os.path.dirname(os.path.abspath(path))))
    except InvalidValue:
        return None


class _Reader:
    """Turns nodes into records; collects what is wrong instead of stopping at it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def record(self, model: type, node: Node, what: str, **more: Any) -> Any:
        known = keys(model)
        values = dict(more)
        for name, child in self.pairs(node, what):
            if name in known:
                values[name] = self.value(known[name].metadata["key"], child, name)
            else:
                self.wrong(child.key, f"unknown key {name}", suggest(name, known))
        missing = [
            one
            for name, one in known.items()
            if name not in values and one.default is one.default_factory is MISSING
        ]
        for one in missing if _holds(node) else ():
            self.wrong(
                node, f"{what} has no {one.name}", f"add {one.name}: {one.metadata['key'].about}"
            )
        return _WRONG if missing or _WRONG in values.values() else model(**values)

    def value(self, key: Key, child: "_Child", name: str) -> Any:
        node = child.node
        if key.may_be_false and isinstance(node, ScalarNode) and scalar(node) is False:
            return False
        one: Callable[[Node, str], Any]
        if isinstance(key.value_type, ValueType):
            one = partial(self.scalar, key.value_type)
        else:
            one = partial(self.record, key.value_type)
        if key.is_list:
            one = partial(self.sequence, key, one)
        return self.mapping(key.names, one, node, name) if key.names else one(node, name)

    def scalar(self, kind: ValueType, node: Node, what: str) -> Any:
        if not isinstance(node, ScalarNode):
            self.wrong(node, f"{what} is {_shape(node)}, not {kind.name}", "write a single value")
            return _WRONG
        return self.fit(kind, scalar(node), node, what)

    def fit(self, kind: ValueType, value: Any, node: ScalarNode, what: str) -> Any:
        try:
            return kind.read(value)
        except InvalidValue as unfit:
            shown = (
                f"{what} is empty, not {kind.name}"
                if value is None
                else f"{what}: {_written(unfit, value, node)}"
            )
            self.wrong(
                node, shown, unfit.fix if value is not None else "give it a value or remove the key"
            )
            return _WRONG

    def sequence(self, key: Key, one: Callable[[Node, str], Any], node: Node, what: str) -> Any:
        if isinstance(node, MappingNode):
            self.wrong(node, f"{what} is {_shape(node)}, not a list", f"write {what}: [...]")
            return _WRONG
        parts = node.value if isinstance(node, SequenceNode) else [node]
        if key.non_empty and not parts:
            self.wrong(node, f"{what} is an empty list", "name at least one, or remove the key")
        values = [one(part, what) for part in parts]
        seen: set[Any] = set()
        for part, value in zip(parts, values, strict=True):
            if value in seen and value is not _WRONG and not key.may_repeat:
                self.wrong(part, f"{what} names {value} more than once", "name it once")
            seen.add(value)
        return _WRONG if _WRONG in seen else tuple(values)

    def mapping(
        self, names: ValueType, one: Callable[[Node, str], Any], node: Node, what: str
    ) -> Any:
        values = {}
        for name, child in self.pairs(node, what):
            read_name = self.fit(names, name, child.key, what)
            values[read_name] = one(child.node, name)
        return (
            _WRONG
            if _WRONG in values or any(value is _WRONG for value in values.values())
            else values
        )

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, "_Child"]]:
        if not _holds(node):
            self.wrong(node, f"{what} is {_shape(node)}, not a mapping", "write it as key: value")
            return
        first: dict[str, Node] = {}
        for key, value in node.value if isinstance(node, MappingNode) else ():
            if not isinstance(key, ScalarNode):
                self.wrong(
                    key, f"a key of {what} is {_shape(key)}", "write a plain word before the colon"
                )
            elif key.value in first:
                line = first[key.value].start_mark.line + 1
                self.wrong(
                    key,
                    f"{key.value} stands in {what} twice, first in line {line}",
                    "keep one of them",
                )
            else:
                first[key.value] = key
                yield key.value, _Child(key, value)

    def wrong(self, node: Node, message: str, fix: str) -> None:
        self.problems.append(Problem(message, fix, location=of(self.file, node)))


class _Lenient(_Reader):
    """Leaves out what is wrong: services, and keys at the top that are not required. Nobody sees its problems."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.left_out: set[str] = set()

    def mapping(
        self, names: ValueType, one: Callable[[Node, str], Any], node: Node, what: str
    ) -> Any:
        return self.right(
            {name: one(child.node, name) for name, child in self.pairs(node, what)}, what
        )

    def record(self, model: type, node: Node, what: str, **more: Any) -> Any:
        if model is not Profile:
            return super().record(model, node, what, **more)
        known = keys(model)
        values = {
            name: self.value(known[name].metadata["key"], child, name)
            for name, child in self.pairs(node, what)
            if name in known
        }
        values = self.right(values)
        if self.problems:
            values.pop("groups", None)  # it may name a service that was left out
        required = {
            name for name, one in known.items() if one.default is one.default_factory is MISSING
        }
        return _WRONG if required - set(values) else model(**values, **more)

    def right(self, values: Mapping[str, Any], what: str = "") -> dict[str, Any]:
        """Return *values* without what is wrong, and note which keys of the profile lose something: *what*, or else their own."""
        self.left_out |= {what or name for name, value in values.items() if value is _WRONG}
        return {name: value for name, value in values.items() if value is not _WRONG}


class _Child:
    """A value and its key."""

    __slots__ = ("key", "node")

    def __init__(self, key: ScalarNode, node: Node) -> None:
        self.key, self.node = key, node


@cache
def keys(model: type) -> Mapping[str, Field[Any]]:
    """The keys that a record takes; fields without a Key are set by the program."""
    return {one.name: one for one in fields(model) if "key" in one.metadata}


def _holds(node: Node) -> bool:
    """Whether *node* is a mapping, or nothing, which is an empty one."""
    return isinstance(node, MappingNode) or (isinstance(node, ScalarNode) and scalar(node) is None)


def _written(unfit: InvalidValue, value: object, node: ScalarNode) -> str:
    """The message with a number as it stands in the file: 0027, not 27."""
    number = (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and str(unfit).startswith(str(value))
    )
    return node.value + str(unfit).removeprefix(str(value)) if number else str(unfit)


def _shape(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    return (
        "a list" if isinstance(node, SequenceNode) else f'"{node.value}"' if node.value else "empty"
    )
