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

Words = Mapping[str, Mapping[str, str]]
#: The schema with all the words of the catalogues, as it is installed; `script/docs` writes it.
FILE = Path(__file__).parent.parent / "profile.schema.json"


def schema(words: Words | None = None) -> dict[str, Any]:
    """The schema of a whole profile.

    With *words* it knows those that are not the profile's own: by key (`layout`, `platform`, `services`, `accept`) names and what to say of
    each. A name of another service stays possible, and so does a rule's; other layouts and platforms do not.
    """
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile of wsgigen",
        **_record(Profile),
        "$defs": {"service": _record(ServiceRequest)},
    }
    for name, known in (words or {}).items():
        key = made["properties"][name]
        if name in ("layout", "platform"):
            key |= {
                "oneOf": [{"const": word, "description": about} for word, about in known.items()]
            }
        else:
            inner = key["additionalProperties"]
            key["properties"] = {
                word: {"description": about, **inner} for word, about in known.items()
            }
    return made


def _record(model: type) -> dict[str, Any]:
    known = keys(model)
    required = [name for name, one in known.items() if unwritten(one) is REQUIRED]
    described: dict[str, Any] = {"type": ["object", "null"] if not required else "object"}
    described["properties"] = {
        name: _key(one, EXAMPLES[model].get(name)) for name, one in known.items()
    }
    described["additionalProperties"] = False
    return {**described, "required": required} if required else described


def _key(one: Field[Any], example: Any) -> dict[str, Any]:
    key: Key = one.metadata["key"]
    value = _value(key)
    if key.may_be_false:
        value = {"anyOf": [{"const": False}, value]}
    about = f"{key.about} Not written: {key.shown}." if key.shown else key.about
    default = default_of(one)
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
