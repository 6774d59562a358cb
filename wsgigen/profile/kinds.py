"""The types of value that a profile holds.

Every type is an allow-list. What it lets through can stand in Apache's, systemd's and Python's
syntax once it is quoted there; what could become a second directive, a variable, a specifier or
a shell word is refused here already, with the line.
"""

import keyword
import re
from ipaddress import ip_address, ip_network
from typing import Any

from wsgigen.catalog.choices import Components, Manager, Mode, Reload
from wsgigen.profile.value_type import (
    CONTROL,
    InvalidValue,
    ValueType,
    choice,
    number,
    quantity,
    quoted,
    text,
)

#: Names of OpenStack's releases, until Zed the only ones: https://releases.openstack.org/
_FORMER = frozenset({
    "austin", "bexar", "cactus", "diablo", "essex", "folsom", "grizzly", "havana", "icehouse",
    "juno", "kilo", "liberty", "mitaka", "newton", "ocata", "pike", "queens", "rocky", "stein",
    "train", "ussuri", "victoria", "wallaby", "xena", "yoga",
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


def _release(value_type: ValueType) -> ValueType:
    """Return *value_type*, which says of other names of releases what they are."""

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
        return value_type.read(value)

    return ValueType(value_type.name, read, value_type.schema)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(
            f"{quoted(value)} is not true or false", "YAML 1.2 knows only true and false"
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
        f"{quoted(value)} is not an IP address", 'use an IPv4 or IPv6 address, or "*" for all'
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
        f"{quoted(value)} is not an IP network", "use an address or a network such as 10.0.0.0/24"
    )


#: Everything that shells, globs, Apache and systemd read as more than a character is left out.
_PATH = r"/[A-Za-z0-9_.,:=@+~ /-]*"
_STEP = r"(?!\.\.?(?:/|$))[A-Za-z0-9_.,:=@+~ -]+"
_PLAIN_PATH = rf"/(?:{_STEP}(?:/{_STEP})*)?"


def _path(value: Any) -> str:
    PATH_TEXT.read(value)
    if not re.fullmatch(_PATH, value):
        raise InvalidValue(
            f"{quoted(value)} is not an absolute path of plain characters",
            "use letters, digits, space and . , : = @ + ~ - below /",
        )
    if not re.fullmatch(_PLAIN_PATH, value):
        raise InvalidValue(
            f"{quoted(value)} is not a plain absolute path",
            "write it without . and .. and without a slash twice or at the end",
        )
    return str(value)


def _application(value: Any) -> str:
    is_application = isinstance(value, str) and re.fullmatch(_APPLICATION, value)
    words = re.split("[.:]", value.removesuffix("()")) if is_application else []
    if not words or any(keyword.iskeyword(word) or word == "__debug__" for word in words):
        raise InvalidValue(
            f"{quoted(value)} names no WSGI application",
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
RELOAD = choice("a way to reload", *Reload)
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
WORDS = text("text", rf"[^{CONTROL}]*", "", longest=4096)
REASON = text(
    "a reason",
    rf"[^{CONTROL}]*[^{CONTROL}\s][^{CONTROL}]*",
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
