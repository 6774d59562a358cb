"""The kinds of value that a profile holds: how each is read, and its JSON Schema.

Every kind is an allow-list. What it lets through can stand in Apache's, systemd's and Python's
syntax once it is quoted there; what could become a second directive, a variable, a specifier or
a shell word is refused here already, with the line.

Patterns are compiled when a value first asks for them: a profile has few kinds of all.
"""

import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from ipaddress import ip_address, ip_network
from typing import Any

from wsgigen.catalog.choices import Components, Manager, Mode
from wsgigen.record import record


class InvalidValue(ValueError):
    """A value is not of its kind; `fix` is the way out."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


@record
class ValueType:
    """One kind of scalar: its name in messages, its reader (raises Unfit), its JSON Schema."""

    name: str
    read: Callable[[Any], Any]
    schema: Mapping[str, Any] = field(default_factory=dict)


#: What ends a line somewhere, or moves a terminal's cursor.
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"


def _quoted(value: Any) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def text(name: str, pattern: str, fix: str, *, longest: int = 255) -> ValueType:
    """A string that matches *pattern* as a whole, at most *longest* characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise InvalidValue(
                f"{_quoted(value)} is not {name}", "put it in quotes if it is meant as text"
            )
        if len(value) > longest:
            raise InvalidValue(f"{name} has {len(value)} characters", f"use at most {longest}")
        if not value.isprintable() and (control := re.search(rf"[{_CONTROL}]", value)):
            raise InvalidValue(
                f"{name} holds the control character U+{ord(control[0]):04X}", "remove it"
            )
        if not re.fullmatch(pattern, value):
            raise InvalidValue(f"{_quoted(value)} is not {name}", fix)
        return value

    return ValueType(
        name, read, {"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": longest}
    )


#: Names of OpenStack's releases, until Zed the only ones: https://releases.openstack.org/
_FORMER = frozenset({
    "austin", "bexar", "cactus", "diablo", "essex", "folsom", "grizzly", "havana", "icehouse", "juno", "kilo", "liberty", "mitaka",
    "newton", "ocata", "pike", "queens", "rocky", "stein", "train", "ussuri", "victoria", "wallaby", "xena", "yoga",
})  # fmt: skip
_NUMBERS = {
    "antelope": "2023.1",
    "bobcat": "2023.2",
    "caracal": "2024.1",
    "dalmatian": "2024.2",
    "epoxy": "2025.1",
    "flamingo": "2025.2",
    "gazpacho": "2026.1",
}


def _release(kind: ValueType) -> ValueType:
    """*kind*, which says of other names of releases what they are."""

    def read(value: Any) -> Any:
        name = value.lower() if isinstance(value, str) else ""
        if name in _FORMER:
            raise InvalidValue(
                f"{name} is a release of OpenStack before zed, the oldest that wsgigen knows",
                "use zed or a later release",
            )
        if name in _NUMBERS:
            raise InvalidValue(
                f"{name} is the name of the release {_NUMBERS[name]}",
                f'write "{_NUMBERS[name]}", in quotes',
            )
        if name == "zed" != value:
            raise InvalidValue(f"{value} is written zed", "write zed")
        return kind.read(value)

    return ValueType(kind.name, read, kind.schema)


def number(name: str, low: int, high: int) -> ValueType:
    """A whole number from *low* to *high*, both included."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValue(
                f"{_quoted(value)} is not {name}", f"use a whole number from {low} to {high}"
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
            raise InvalidValue(f"{_quoted(value)} is not {name}", f"use {' or '.join(members)}")
        return members[value]

    return ValueType(name, read, {"enum": list(members)})


def quantity(name: str, units: Mapping[str, int], example: str, low: int, high: int) -> ValueType:
    """A whole number with a unit behind it, as a count of the smallest unit."""
    pattern = rf"([0-9]{{1,12}}) ?({'|'.join(units)})"

    def read(value: Any) -> int:
        found = re.fullmatch(pattern, value) if isinstance(value, str) else None
        if not found:
            raise InvalidValue(
                f"{_quoted(value)} is not {name}",
                f"write a number and its unit, such as {example} ({', '.join(units)})",
            )
        amount = int(found[1]) * units[found[2]]
        if not low <= amount <= high:
            raise InvalidValue(
                f"{value} is out of range for {name}", f"use {low} to {high} {next(iter(units))}"
            )
        return amount

    return ValueType(
        name, read, {"type": "string", "pattern": f"^{pattern}$", "examples": [example]}
    )


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(
            f"{_quoted(value)} is not true or false", "YAML 1.2 knows only true and false"
        )
    return value


def _address(value: Any) -> str:
    if value == "*":
        return "*"
    try:
        return (
            str(ip_address(value))
            if isinstance(value, str) and "%" not in value
            else _no_address(value)
        )
    except ValueError:
        return _no_address(value)


def _no_address(value: Any) -> str:
    raise InvalidValue(
        f"{_quoted(value)} is not an IP address", 'use an IPv4 or IPv6 address, or "*" for all'
    )


def _network(value: Any) -> str:
    try:
        return (
            str(ip_network(value))
            if isinstance(value, str) and "%" not in value
            else _no_network(value)
        )
    except ValueError:
        return _no_network(value)


def _no_network(value: Any) -> str:
    raise InvalidValue(
        f"{_quoted(value)} is not an IP network", "use an address or a network such as 10.0.0.0/24"
    )


#: Everything that shells, globs, Apache and systemd read as more than a character is left out.
_PATH = r"/[A-Za-z0-9_.,:=@+~ /-]*"
_STEP = r"(?!\.\.?(?:/|$))[A-Za-z0-9_.,:=@+~ -]+"
_PLAIN_PATH = rf"/(?:{_STEP}(?:/{_STEP})*)?"


def _path(value: Any) -> str:
    PATH_TEXT.read(value)
    if not re.fullmatch(_PATH, value):
        raise InvalidValue(
            f"{_quoted(value)} is not an absolute path of plain characters",
            "use letters, digits, space and . , : = @ + ~ - below /",
        )
    if not re.fullmatch(_PLAIN_PATH, value):
        raise InvalidValue(
            f"{_quoted(value)} is not a plain absolute path",
            "write it without . and .. and without a slash twice or at the end",
        )
    return str(value)


def _application(value: Any) -> str:
    found = re.fullmatch(_APPLICATION, value) if isinstance(value, str) else None
    if not found or any(
        keyword.iskeyword(word) or word == "__debug__"
        for word in re.split("[.:]", value.removesuffix("()"))
    ):
        raise InvalidValue(
            f"{_quoted(value)} names no WSGI application",
            "use module:object, or module:factory() for a callable that makes it",
        )
    return str(value)


def _account(value: Any) -> str:
    name = ACCOUNT_TEXT.read(value)
    if name == "root":
        raise InvalidValue(
            "root would run the application with every right on the machine",
            "name an account of its own, such as the service's name",
        )
    return str(name)


_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_APPLICATION = rf"{_WORD}(?:\.{_WORD})*:{_WORD}(?:\(\))?"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

PATH_TEXT = text("a path", r".*", "", longest=1024)
ACCOUNT_TEXT = text(
    "a user or group name",
    r"[a-z_][a-z0-9_-]{0,31}",
    "use lower-case letters, digits, _ and -, a letter first",
)
HOST = text(
    "a host name",
    rf"{_LABEL}(?:\.{_LABEL})*",
    "use letters, digits, dots and hyphens, such as controller.example.org",
)

FORMAT = number("the format of this file", 1, 1)
NAME = text(
    "a name",
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
    "use lower-case letters, digits and single hyphens, a letter first",
    longest=40,
)
LAYOUT = text("a layout", r"[a-z][a-z-]*", "use single, per-service or grouped")
PLATFORM = text("a platform", r"[a-z][a-z0-9.-]*", "see the platforms in the reference")
RELEASE = _release(
    text(
        "an OpenStack release",
        r"zed|20[2-9][0-9]\.[12]",
        'use a release such as "2026.1", in quotes',
    )
)
ADDRESS = ValueType(
    "an IP address", _address, {"type": "string", "examples": ["10.0.0.11", "::1", "*"]}
)
NETWORK = ValueType("an IP network", _network, {"type": "string", "examples": ["10.0.0.0/24"]})
PORT = number("a TCP port", 1, 65535)
PATH = ValueType(
    "an absolute path", _path, {"type": "string", "pattern": f"^{_PLAIN_PATH}$", "maxLength": 1024}
)
ACCOUNT = ValueType(
    "a user or group name", _account, {**ACCOUNT_TEXT.schema, "not": {"const": "root"}}
)
APPLICATION = ValueType(
    "a WSGI application", _application, {"type": "string", "pattern": f"^{_APPLICATION}$"}
)
MANAGER = choice("a manager", *Manager)
MODE = choice("a mode", *Mode)
COMPONENTS = choice("what one Pacemaker resource stands for", *Components)
POLICY = choice("a TLS policy", "intermediate", "platform")
FLAG = ValueType("true or false", _flag, {"type": "boolean"})
PROCESSES = number("a number of processes", 1, 1024)
THREADS = number("a number of threads", 1, 1024)
COUNT = number("a count", 1, 100_000)
FAILURES = number("a number of failures", 1, 100)
STATUS = number("an HTTP status", 100, 599)
URL_PATH = text(
    "a path of a URL",
    r"/[A-Za-z0-9._~/-]*",
    "use letters, digits and . _ ~ / - after a first slash",
    longest=200,
)
VARIABLE = text(
    "the name of an environment variable", r"[A-Za-z_][A-Za-z0-9_]*", "use letters, digits and _"
)
WORDS = text("text", rf"[^{_CONTROL}]*", "", longest=4096)
REASON = text(
    "a reason",
    rf"[^{_CONTROL}]*[^{_CONTROL}\s][^{_CONTROL}]*",
    "say why the finding is accepted",
    longest=1000,
)
DURATION = quantity("a duration", {"s": 1, "m": 60, "h": 3600, "d": 86400}, "10s", 1, 3650 * 86400)
SIZE = quantity(
    "a size",
    {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4},
    "1MiB",
    1,
    2**53,
)


def _body(value: Any) -> int:
    return 0 if value == "unlimited" else int(SIZE.read(value))


BODY = ValueType(
    "a size or unlimited", _body, {"anyOf": [{"const": "unlimited"}, dict(SIZE.schema)]}
)
UMASK = text("a umask", r"0?[0-7]{3}", 'use octal digits in quotes, such as "0027"')
