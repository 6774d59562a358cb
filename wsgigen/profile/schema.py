"""JSON Schema 2020-12 of a profile, made from its model."""

from collections.abc import Mapping
from dataclasses import Field
from pathlib import Path
from typing import Any

from wsgigen.profile.examples import EXAMPLES
from wsgigen.profile.model import Key, Profile, ServiceRequest
from wsgigen.profile.reader import keys
from wsgigen.profile.reference import REQUIRED, default_of, unwritten
from wsgigen.profile.value_type import ValueType

#: The names that a key takes, each with a sentence on it, by key.
KnownNames = Mapping[str, Mapping[str, str]]
#: The schema with all the names of the catalogues, as it is installed; `script/docs` writes it.
FILE = Path(__file__).parent.parent / "profile.schema.json"


def schema(names: KnownNames | None = None) -> dict[str, Any]:
    """Return the schema of a whole profile.

    It has *names* of `layout`, `platform`, `services` and `accept`. A name of another service
    stays possible, and so does a rule's; other layouts and platforms do not.
    """
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile of wsgigen",
        **_record(Profile),
        "$defs": {"service": _record(ServiceRequest)},
    }
    for key, sentences in (names or {}).items():
        value = described["properties"][key]
        if key in ("layout", "platform"):
            value["oneOf"] = [
                {"const": name, "description": about} for name, about in sentences.items()
            ]
        else:
            inner = value["additionalProperties"]
            value["properties"] = {
                name: {"description": about, **inner} for name, about in sentences.items()
            }
    return described


def _record(model: type) -> dict[str, Any]:
    required = [name for name, field in keys(model).items() if unwritten(field) is REQUIRED]
    described: dict[str, Any] = {"type": "object" if required else ["object", "null"]}
    described["properties"] = {
        name: _key(field, EXAMPLES[model].get(name)) for name, field in keys(model).items()
    }
    described["additionalProperties"] = False
    return {**described, "required": required} if required else described


def _key(field: Field[Any], example: Any) -> dict[str, Any]:
    key: Key = field.metadata["key"]
    value = _value(key)
    if key.may_be_false:
        value = {"anyOf": [{"const": False}, value]}
    about = f"{key.about} Not written: {key.shown}." if key.shown else key.about
    default = default_of(field)
    return {
        "description": about,
        **value,
        **({} if default is None else {"default": default}),
        **({} if example is None else {"examples": [example]}),
    }


def _value(key: Key) -> dict[str, Any]:
    if key.value_type is ServiceRequest:
        value: dict[str, Any] = {"$ref": "#/$defs/service"}
    else:
        value = (
            dict(key.value_type.schema)
            if isinstance(key.value_type, ValueType)
            else _record(key.value_type)
        )
    if key.is_list:
        value = {
            "anyOf": [
                {
                    "type": "array",
                    "items": value,
                    "minItems": int(key.non_empty),
                    "uniqueItems": not key.may_repeat,
                },
                value,
            ]
        }
    if key.names:
        value = {
            "type": ["object", "null"],
            "propertyNames": dict(key.names.schema),
            "additionalProperties": value,
        }
    return value
