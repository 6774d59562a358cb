"""The reference of a profile's keys, in Markdown, made from its model."""

from collections.abc import Iterator
from dataclasses import MISSING, Field
from typing import Any

from wsgigen.profile.model import (
    Cluster,
    HealthRequest,
    Host,
    Key,
    Logs,
    Profile,
    ServiceRequest,
    Tls,
)
from wsgigen.profile.reader import keys
from wsgigen.profile.value_type import ValueType

#: Title, sentence and model of each part of a profile.
SECTIONS: tuple[tuple[str, str, type], ...] = (
    ("The profile", "Keys at the top.", Profile),
    (
        "A service",
        "Keys below `services: {NAME: ...}`. A service of the catalogue needs none of them.",
        ServiceRequest,
    ),
    ("TLS", "Keys below `tls`, at the top or of one service.", Tls),
    ("Health", "Keys below `health` of a service.", HealthRequest),
    ("Logs", "Keys below `logs`.", Logs),
    ("Cluster", "Keys below `cluster`.", Cluster),
    ("Host", "Keys below `host`.", Host),
)

REQUIRED = object()

_SHOWN = {model: f"[keys](#{title.lower().replace(' ', '-')})" for title, _, model in SECTIONS}


def reference() -> str:
    """Return the whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The profile, key by key"
    yield ""
    yield (
        "Made by `script/docs` from `wsgigen/profile/model.py`. A profile is YAML 1.2: `NO` is a "
        "word, `0027` is the"
    )
    yield (
        "number 27. Durations are a number with s, m, h or d; "
        "sizes one with B, KiB, MiB, GiB or TiB."
    )
    yield "Where a list is asked for, a single value will do."
    for title, about, model in SECTIONS:
        yield from (
            "",
            f"## {title}",
            "",
            about,
            "",
            "| key | takes | when it is not written | |",
            "|---|---|---|---|",
        )
        for name, field in keys(model).items():
            key: Key = field.metadata["key"]
            yield (
                f"| `{name}` | {takes_in_words(key)} | {default_in_words(field, key)} | "
                f"{key.about} |"
            ).replace("||", "| |")


def takes_in_words(key: Key) -> str:
    """Return what a key may hold, in Markdown."""
    value = _type_in_words(key.value_type)
    if key.is_list:
        value = f"a list, each {value}"
    if key.names:
        value = f"a mapping, {key.names.name}: {value}"
    return f"`false`, or {value}" if key.may_be_false else value


def _type_in_words(value_type: ValueType | type) -> str:
    if not isinstance(value_type, ValueType):
        return _SHOWN[value_type]
    if "enum" in value_type.schema:
        return " or ".join(f"`{word}`" for word in value_type.schema["enum"])
    return value_type.name


def unwritten(field: Field[Any]) -> Any:
    """Return the value of a key that is not written, or REQUIRED."""
    if field.default is not MISSING:
        return field.default
    return REQUIRED if field.default_factory is MISSING else field.default_factory()


def default_of(field: Field[Any]) -> Any:
    """Return the same as a profile would write it; None where it cannot."""
    key: Key = field.metadata["key"]
    value = unwritten(field)
    if value is REQUIRED or value is None:
        return None
    if not isinstance(key.value_type, ValueType):
        return {}
    if isinstance(value, tuple):
        return [_with_unit(key.value_type, item) for item in value]
    return value if isinstance(value, dict) else _with_unit(key.value_type, value)


def default_in_words(field: Field[Any], key: Key) -> str:
    """Return what stands in where a key is not written, in Markdown, or `required`."""
    default = default_of(field)
    if unwritten(field) is REQUIRED:
        return "required"
    if key.shown:
        return key.shown
    if default in (None, [], {}) and isinstance(key.value_type, ValueType):
        return "none"
    if not isinstance(key.value_type, ValueType):
        return "none" if default is None or key.names else "the defaults below"
    return f"`{', '.join(map(_word, default)) if isinstance(default, list) else _word(default)}`"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _with_unit(value_type: ValueType, value: Any) -> Any:
    if value_type.schema.get("examples") == ["10s"]:
        return _unit(value, (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)))
    if "size" in value_type.name:
        return _unit(value, (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024), ("B", 1)))
    return value


def _unit(value: int, units: tuple[tuple[str, int], ...]) -> str:
    return next(f"{value // size}{name}" for name, size in units if value % size == 0)
