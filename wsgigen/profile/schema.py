"""JSON Schema 2020-12 of a profile, made from its model."""

from dataclasses import MISSING, Field
from typing import Any

from wsgigen.profile.kinds import Kind
from wsgigen.profile.load import keys
from wsgigen.profile.model import Key, Profile


def schema() -> dict[str, Any]:
    """The schema of a whole profile."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile of wsgigen",
        **_record(Profile),
    }


def _record(model: type) -> dict[str, Any]:
    known = keys(model)
    required = [name for name, one in known.items() if one.default is MISSING and one.default_factory is MISSING]
    described: dict[str, Any] = {"type": ["object", "null"] if not required else "object"}
    described["properties"] = {name: _key(one) for name, one in known.items()}
    described["additionalProperties"] = False
    return {**described, "required": required} if required else described


def _key(one: Field[Any]) -> dict[str, Any]:
    key: Key = one.metadata["key"]
    value = _value(key)
    if key.off:
        value = {"anyOf": [{"const": False}, value]}
    return {"description": key.about, **value}


def _value(key: Key) -> dict[str, Any]:
    value = dict(key.takes.schema) if isinstance(key.takes, Kind) else _record(key.takes)
    if key.many:
        value = {"anyOf": [{"type": "array", "items": value, "minItems": int(key.filled), "uniqueItems": not key.repeats}, value]}
    if key.names:
        value = {"type": ["object", "null"], "propertyNames": dict(key.names.schema), "additionalProperties": value}
    return value
