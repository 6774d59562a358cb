"""The one place per syntax where a value is quoted.

Every `{{ expression }}` of a template goes through the function of its template's syntax, so no
template can forget it. Numbers are written as they are, a tuple as words with spaces between.

Source
    apache/httpd, server/util.c, ap_getword_conf: in quotes a backslash escapes a quote and itself
    apache/httpd, server/core.c, ap_resolve_env: ${NAME} is replaced in quotes, too; it is refused
    systemd, man systemd.syntax "Quoting", systemd.unit "Specifiers", systemd.service
    "Command lines"
"""

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import Any


class Raw(str):
    """Text that is already in the syntax of its template."""

    __slots__ = ()


#: The value types of the profile refuse these with the line; here they are a mistake of wsgigen.
_CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_APACHE_WORD = re.compile(r"[\w.,:/@=+*~^|\[\]-]+", re.ASCII)
_UNIT_WORD = re.compile(r"[\w.,:/@=+*~^-]+", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


def _checked(value: str, forbidden: str) -> str:
    # The pattern is slow to compile, and printable text never needs it.
    control = None if value.isprintable() else re.search(_CONTROL, value)
    if control or (forbidden and forbidden in value):
        character = control[0] if control else forbidden
        raise ValueError(f"{value!r} cannot be written: it holds {character!r}")
    return value


def _apache(value: str) -> str:
    if _APACHE_WORD.fullmatch(value):
        return value
    return '"' + _checked(value, "${").replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unit(value: str) -> str:
    if _UNIT_WORD.fullmatch(value):
        return value
    return (
        '"'
        + _checked(value, "$").replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        + '"'
    )


def _words(value: str) -> str:
    """Quote a field of sysusers.d or tmpfiles.d: shell-like quotes, and specifiers."""
    return _unit(value)


def _xml(value: str) -> str:
    checked = _checked(value, "")
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        checked = checked.replace(char, entity)
    return checked


def _cil(value: str) -> str:
    return f'"{_checked(value, chr(34))}"'


def _plain(value: Any, quote: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return value if isinstance(value, Raw) else quote(value)
    if isinstance(value, PurePath):
        return quote(str(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (tuple, list)):
        return " ".join([_plain(word, quote) for word in value])
    raise TypeError(f"{value!r} has no text in a configuration file")


def apache(value: Any) -> str:
    """Return *value* as an argument of a directive of Apache."""
    return _plain(value, _apache)


def unit(value: Any) -> str:
    """Return *value* as a word of a setting in a unit file."""
    return _plain(value, _unit)


def words(value: Any) -> str:
    """Return *value* as a field of a sysusers.d or tmpfiles.d line."""
    return _plain(value, _words)


def python(value: Any) -> str:
    """Return *value* as a literal of Python, in ASCII."""
    if isinstance(value, Raw):
        return value
    return ascii([_value(item) for item in value] if isinstance(value, tuple) else _value(value))


def _value(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def identifier(value: str) -> Raw:
    """Return *value*, which must be a dotted name of Python, as it is."""
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError(f"{value!r} is not a Python name")
    return Raw(value)


def arguments(value: tuple[str, ...]) -> Raw:
    """Return the arguments of a call in Python, with the parentheses."""
    return Raw(f"({', '.join(ascii(argument) for argument in value)})")


def comment(value: str) -> Raw:
    """Return *value* as the text of a comment."""
    return Raw(_checked(value, "").rstrip("\\"))


def text(value: str) -> Raw:
    """Return *value* as the text of a unit's Description=."""
    return Raw(_checked(value, "").rstrip("\\").replace("%", "%%"))


def bare(value: PurePath) -> Raw:
    """Return *value* as the path in a `#!` line, which knows no quotes."""
    if not _UNIT_WORD.fullmatch(str(value)):
        raise ValueError(f"{str(value)!r} cannot stand in a #! line")
    return Raw(str(value))


def xml(value: Any) -> str:
    """Return *value* as text, or as the value of an attribute in double quotes."""
    return _plain(value, _xml)


def cil(value: Any) -> str:
    """Return *value* as a string of SELinux's CIL, which knows no escapes.

    Source: SELinuxProject/selinux, secilc/docs, "Declarations"; cil_lexer.l
    """
    return _plain(value, _cil)


def word(value: str) -> Raw:
    """Return *value*, which must be a name of CIL, as it is."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", value):
        raise ValueError(f"{value!r} is no name of CIL")
    return Raw(value)


SYNTAXES: dict[str, Callable[[Any], str]] = {
    "apache": apache,
    "unit": unit,
    "words": words,
    "python": python,
    "xml": xml,
    "cil": cil,
}
FILTERS: dict[str, Callable[..., Raw]] = {
    "identifier": identifier,
    "arguments": arguments,
    "comment": comment,
    "text": text,
    "bare": bare,
    "word": word,
}
