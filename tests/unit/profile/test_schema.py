import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.given import HEAD, OWN, keys, yaml
from tests.unit.profile import test_load
from tests.unit.profile.test_kinds import _BAD, _GOOD, KINDS
from wsgigen.errors import UserError
from wsgigen.profile.load import load
from wsgigen.profile.schema import schema

_CHECK = jsonschema.Draft202012Validator(schema())
#: What a pattern cannot say: these kinds refuse more than their schema does.
_FINER = {
    "APPLICATION": "keywords",
    "ADDRESS": "addresses",
    "NETWORK": "addresses",
    "DURATION": "ranges",
    "SIZE": "ranges",
    "BODY": "ranges",
}


def _whole(value: object) -> bool:
    """JSON Schema counts 1.0 among the integers."""
    return isinstance(value, float) and value.is_integer()


def loads(directory: Path, value: Any) -> bool:
    path = directory / "a.yaml"
    path.write_text(yaml(value))
    try:
        load(path)
    except UserError:
        return False
    return True


def test_is_a_schema_of_2020_12():
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


def _described(
    part: dict[str, Any], where: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name, value in part.get("properties", {}).items():
        yield (*where, name), value
        for inner in (value, *value.get("anyOf", ()), value.get("additionalProperties", {})):
            if isinstance(inner, dict):
                yield from _described(inner, (*where, name))


_KEYS = [*_described(schema()), *_described(schema()["$defs"]["service"], ("services", "NAME"))]
every_key = pytest.mark.parametrize(
    ("where", "value"), [pytest.param(*pair, id=".".join(pair[0])) for pair in _KEYS]
)


@every_key
def test_every_key_has_a_description(where, value):
    assert value["description"].endswith(".")


def _listed(value: dict[str, Any]) -> bool:
    """Return whether an editor can offer every value."""
    parts = [value, *value.get("anyOf", ())]
    return any("enum" in part or part.get("type") == "boolean" for part in parts)


@every_key
def test_every_key_has_an_example_or_a_list_of_all_its_values(where, value):
    assert _listed(value) != ("examples" in value), where


@every_key
def test_every_key_has_a_default_or_says_what_stands_in_for_it(where, value):
    optional = {
        "certificate",
        "key",
        "wsgigen",
        "layout",
        "platform",
        "services",
        "server_name",
    }  # required
    nothing = {
        "client_ca",
        "hsts",
        "balancer_timeout",
        "database_connections",
        "cpus",
        "memory",
    }  # without it there is none
    assert (
        "default" in value
        or "Not written: " in value["description"]
        or where[-1] in optional | nothing
    ), where


def _whole_profile(where: tuple[str, ...], value: object) -> dict[str, Any]:
    """A profile that holds *value* at a key."""
    profile = keys(services={"keystone": {}, "placement": {}, "reports": dict(OWN)})
    if where[-1] in ("layout", "groups"):
        profile |= {"layout": "grouped", "groups": {"identity": ["keystone"]}}
    at = profile
    for name in where[:-1]:
        at = at.setdefault("reports" if name == "NAME" else name, {})
    if where[-2:-1] == ("tls",):
        at |= {"certificate": "/c", "key": "/k"}
    at[where[-1]] = value
    return profile


@pytest.mark.parametrize("source", ["default", "examples"])
@every_key
def test_what_the_schema_offers_is_taken(where, value, source, tmp_path):
    offered = value.get("examples", ())
    if source == "default":
        offered = [value["default"]] if "default" in value else ()
    for example in offered:
        profile = _whole_profile(where, example)
        _CHECK.validate(profile)
        assert loads(tmp_path, profile), where


def test_names_are_offered_where_the_catalogues_know_them():
    known = {
        "layout": {"single": "All in one."},
        "platform": {"el-9": "EL."},
        "services": {"keystone": "Identity."},
        "accept": {"a-rule": "It."},
    }
    made = schema(known)
    check = jsonschema.Draft202012Validator(made)
    check.check_schema(made)
    profile = keys(
        layout="single",
        platform="el-9",
        services={"keystone": {}, "reports": OWN},
        accept={"a-rule": "so", "another": "so"},
    )
    check.validate(profile)
    assert not check.is_valid({**profile, "layout": "per-service"})
    assert not check.is_valid({**profile, "platform": "el-8"})
    assert not check.is_valid({**profile, "services": {"keystone": {"prot": 1}}})
    assert made["properties"]["services"]["properties"]["keystone"]["description"] == "Identity."


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, pairs in _GOOD.items() for text, _ in pairs]
)
def test_a_kind_takes_what_its_reader_takes(name, text):
    jsonschema.validate(text, dict(KINDS[name].schema))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (name, value)
        for name, values in _BAD.items()
        if name not in _FINER
        for value in values
        if not _whole(value)
    ],
)
def test_a_kind_refuses_what_its_reader_refuses(name, value):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, dict(KINDS[name].schema))


_SERVICE = {
    **OWN,
    "tls": {"certificate": "/c", "key": "/k"},
    "health": {"path": "/up", "statuses": [200, 204]},
    "environment": {"A": "b"},
    "static": {"/s": "/srv"},
    "arguments": ["a", "a"],
    "listen": ["::1", "127.0.0.1"],
}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(keys(), id="small"),
        pytest.param(keys(services={"reports": _SERVICE}), id="a service with all shapes"),
        pytest.param(keys(services={"reports": {**_SERVICE, "tls": False}}), id="TLS off"),
        pytest.param(keys(services={"keystone": None}), id="a service without keys"),
        pytest.param({**keys(), "services": None}, id="no services"),
        pytest.param(
            {**keys(), "groups": None, "cluster": None, "host": None, "logs": None},
            id="mappings without a value",
        ),
        pytest.param(
            keys(layout="grouped", groups={"a": ["keystone"], "b": "placement", "c": []}),
            id="groups",
        ),
        pytest.param(keys(listen="*", trusted_proxies=[]), id="a single value and an empty list"),
    ],
)
def test_both_take(tmp_path, value):
    assert loads(tmp_path, value)
    _CHECK.validate(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({}, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param(None, id="null"),
        pytest.param({**keys(), "what": 1}, id="unknown key"),
        pytest.param(
            {name: value for name, value in keys().items() if name != "layout"}, id="missing key"
        ),
        pytest.param(keys(services=["keystone"]), id="services as a list"),
        pytest.param(keys(services={"Key": {}}), id="bad name"),
        pytest.param(keys(services={"k": {"prot": 1}}), id="unknown key of a service"),
        pytest.param(keys(services={"k": {"listen": []}}), id="listen on nothing"),
        pytest.param(keys(services={"k": {"listen": ["::1", "::1"]}}), id="twice the same"),
        pytest.param(keys(services={"k": {"port": None}}), id="key without a value"),
        pytest.param(keys(services={"k": {"tls": True}}), id="TLS true"),
        pytest.param(keys(services={"k": {"tls": {"key": "/k"}}}), id="TLS without a certificate"),
        pytest.param(keys(services={"k": {"environment": {"A-B": "c"}}}), id="bad variable"),
        pytest.param(
            keys(services={"k": {"environment": {"A": 1}}}), id="variable that is a number"
        ),
        pytest.param({**keys(), "tls": None}, id="TLS without a value"),
    ],
)
def test_both_refuse(tmp_path, value):
    assert not loads(tmp_path, value)
    assert not _CHECK.is_valid(value)


@settings(max_examples=200)
@given(
    top=st.dictionaries(
        st.sampled_from(sorted(test_load.reader.keys(test_load.Profile))),
        test_load._TREES,
        max_size=4,
    ),
    service=st.dictionaries(
        st.sampled_from(sorted(test_load.reader.keys(test_load.ServiceRequest))),
        test_load._TREES,
        max_size=4,
    ),
)
def test_what_the_schema_refuses_the_loader_refuses(tmp_path_factory, top, service):
    """The other way round a pattern cannot say everything."""
    value = {**HEAD, "services": {"keystone": service}, **top}
    if loads(tmp_path_factory.getbasetemp(), value):
        _CHECK.validate(value)
