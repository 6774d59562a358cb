"""Types of scalars: how each is read, and its JSON Schema.

Patterns are compiled when a value is first read by them: a profile has values of few types.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from wsgigen.record import record


class InvalidValue(ValueError):
    """A value is not of its type; `fix` is the way out."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


@record
class ValueType:
    """One type of scalar: its name in messages, its reader, its JSON Schema.

    `read` raises InvalidValue.
    """

    name: str
    read: Callable[[Any], Any]
    schema: Mapping[str, Any] = field(default_factory=dict)


#: What ends a line somewhere, or moves a terminal's cursor.
CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"


def quoted(value: Any) -> str:
    """Return *value* as messages show it."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def text(name: str, pattern: str, fix: str, *, longest: int = 255) -> ValueType:
    """Return the type of a string that matches *pattern* as a whole."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise InvalidValue(
                f"{quoted(value)} is not {name}", "put it in quotes if it is meant as text"
            )
        if len(value) > longest:
            raise InvalidValue(f"{name} has {len(value)} characters", f"use at most {longest}")
        if not value.isprintable() and (control := re.search(rf"[{CONTROL}]", value)):
            raise InvalidValue(
                f"{name} holds the control character U+{ord(control[0]):04X}", "remove it"
            )
        if not re.fullmatch(pattern, value):
            raise InvalidValue(f"{quoted(value)} is not {name}", fix)
        return value

    return ValueType(
        name, read, {"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": longest}
    )


def number(name: str, low: int, high: int) -> ValueType:
    """Return the type of a whole number from *low* to *high*, both included."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValue(
                f"{quoted(value)} is not {name}", f"use a whole number from {low} to {high}"
            )
        if not low <= value <= high:
            raise InvalidValue(f"{value} is not {name}", f"use {low} to {high}")
        return value

    return ValueType(name, read, {"type": "integer", "minimum": low, "maximum": high})


def choice(name: str, *words: str) -> ValueType:
    """Return the type of one of a few words; members of a StrEnum are read as such."""
    members = {str(word): word for word in words}

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in members:
            raise InvalidValue(f"{quoted(value)} is not {name}", f"use {' or '.join(members)}")
        return members[value]

    return ValueType(name, read, {"enum": list(members)})


def quantity(name: str, units: Mapping[str, int], example: str, low: int, high: int) -> ValueType:
    """Return the type of a whole number with a unit, read as a count of the smallest unit."""
    pattern = rf"([0-9]{{1,12}}) ?({'|'.join(units)})"

    def read(value: Any) -> int:
        match = re.fullmatch(pattern, value) if isinstance(value, str) else None
        if not match:
            raise InvalidValue(
                f"{quoted(value)} is not {name}",
                f"write a number and its unit, such as {example} ({', '.join(units)})",
            )
        amount = int(match[1]) * units[match[2]]
        if not low <= amount <= high:
            raise InvalidValue(
                f"{value} is out of range for {name}", f"use {low} to {high} {next(iter(units))}"
            )
        return amount

    return ValueType(
        name, read, {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}
    )
