"""Whatever stands in a profile: a value is refused, or it is one word where it belongs, and nothing else."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.catalog.test_model import PLATFORMS, SERVICES
from tests.unit.given import HEAD, yaml
from tests.unit.profile.test_load import MODELS
from tests.unit.render.reading import shape
from wsgigen.catalog.model import RELEASES
from wsgigen.errors import UserError
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.profile import kinds
from wsgigen.profile.load import load
from wsgigen.profile.model import Key, Profile, ServiceRequest
from wsgigen.profile.reader import keys
from wsgigen.profile.value_type import ValueType
from wsgigen.render.render import render

#: Every key of every record, with a harmless value.
_FULL: dict[str, Any] = {
    **HEAD,
    "layout": "grouped",
    "listen": ["10.0.0.1"],
    "manager": "systemd",
    "reload": "handover",
    "groups": {"most": ["reports"]},
    "venv": "/opt/all",
    "tls": {
        "certificate": "/c.pem",
        "key": "/k.pem",
        "client_ca": "/ca.pem",
        "hsts": "1d",
        "policy": "intermediate",
    },
    "trusted_proxies": ["10.0.0.0/8"],
    "logs": {"rotate": "1d", "keep": "14d"},
    "cluster": {
        "nodes": ["ctl1"],
        "monitor_interval": "10s",
        "components": "service",
        "virtual_addresses": ["10.0.0.5"],
        "balancer_timeout": "60s",
        "database_connections": 4096,
    },
    "accept": {"shared-instance": "known"},
    "host": {"cpus": 4, "memory": "8GiB"},
    "services": {
        "reports": {
            "application": "reports.wsgi:reports",
            "port": 9000,
            "listen": ["10.0.0.2"],
            "server_name": "reports.example.org",
            "user": "reports",
            "group": "people",
            "supplementary_groups": ["more"],
            "home": "/srv/home",
            "umask": "0027",
            "venv": "/opt/venv",
            "python_path": ["/srv/path"],
            "processes": 2,
            "threads": 3,
            "timeout": "60s",
            "startup_timeout": "60s",
            "drain": "30s",
            "memory": "1GiB",
            "max_body": "1MiB",
            "max_header": "16KiB",
            "chunked": True,
            "encoded_slashes": True,
            "authorization": True,
            "environment": {"NAME": "value"},
            "arguments": ["argument"],
            "static": {"/url": "/srv/static"},
            "writable": ["/srv/writable"],
            "escalates": False,
            "tls": {
                "certificate": "/c.pem",
                "key": "/k.pem",
                "client_ca": "/ca.pem",
                "hsts": "1d",
                "policy": "intermediate",
            },
            "health": {
                "path": "/up",
                "statuses": [200],
                "interval": "10s",
                "timeout": "5s",
                "failures": 3,
            },
            "manager": "systemd",
            "mode": "active-active",
        },
        "keystone": {"config_files": ["/etc/keystone/keystone.conf"]},
    },
}
_NASTY = [
    *(
        "",
        " ",
        '"',
        "'",
        "\\",
        'a"',
        "a'",
        "a\\",
        'a\\"',
        "\\\\",
        "a\\\nb",
        "\n",
        "a\nInclude /etc/passwd",
        "a\r\nInclude /etc/passwd",
    ),
    *(
        "</VirtualHost>",
        "a>\n</VirtualHost>\nInclude /etc/passwd",
        '"\nInclude /etc/passwd\n"',
        "# a",
        "a #",
        "a;b",
        "; reboot",
        "a && reboot",
    ),
    *(
        "%",
        "%i",
        "%%",
        "%{HTTP_HOST}",
        "%n\nExecStart=/bin/sh",
        "$",
        "$HOME",
        "${HOME}",
        "$(reboot)",
        "`reboot`",
        "|/bin/sh",
        "a|b",
    ),
    *(
        "\0",
        "\t",
        "\x0b",
        "\x0c",
        "\x1b[31m",
        "\x7f",
        "\x85Include /etc/passwd",
        "\u2028Include /etc/passwd",
        "\u2029",
        "\ufeff",
        "\u202e",
    ),
    *(
        "[Service]",
        "a\n[Service]\nExecStart=/bin/sh",
        "')\nimport os\nos.system('reboot')#",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "{#",
        "a=b",
        "-a",
        "--a",
    ),
    *(
        "/a b",
        "/a\\b",
        '/a"b',
        "/a$b",
        "/a%b",
        "/a#b",
        "/../../etc/passwd",
        "//a",
        "a.b:c;d",
        "a:b\nimport os",
        "::1%eth0",
        "::1%</VirtualHost>",
    ),
    *(
        "10.0.0.1\nListen 1",
        "root",
        "a" * 300,
        "/" + "a" * 300,
        "größe",
        "/größe",
        "\uff41",
        "\u0663",
        "*",
        "_default_:80",
        "off",
        "none",
        "On",
    ),
]


def _kinds(model: type, value: Any, where: tuple[Any, ...]) -> Any:
    """Every place of a text in *value*, with its kind; `None` at the end of a place stands for the name itself."""
    for name, inner in value.items():
        key: Key = keys(model)[name].metadata["key"]
        for location, one in (
            [((*where, name, at), one) for at, one in inner.items()]
            if key.names
            else [((*where, name), inner)]
        ):
            if key.names:
                yield (*location, None), key.names
            if not isinstance(key.value_type, ValueType):
                yield from _kinds(key.value_type, one, location)
            elif key.is_list:
                yield from (((*location, index), key.value_type) for index in range(len(one)))
            else:
                yield location, key.value_type


#: Words that have a meaning somewhere: to choose another platform or another catalogued service is to get other files.
_KNOWN = {
    *RELEASES,
    *SERVICES,
    *PLATFORMS,
    *("single", "per-service", "pacemaker", "platform", "recycle"),
    *("www-data", "reports", "people", "/var/lib/reports"),
    "/",  # is no directory that could be made
}
PLACES = dict(_kinds(Profile, _FULL, ()))


def test_every_key_is_tried():
    assert {name for location in PLACES for name in location} >= {
        name for model in MODELS for name in keys(model)
    } - {"openstack"}
    assert set(_FULL["services"]["reports"]) | {"config_files"} == set(keys(ServiceRequest))


def replaced(location: tuple[Any, ...], text: str) -> dict[str, Any]:
    profile = copy.deepcopy(_FULL)
    *way, last = location
    if last is None:
        *way, last = way
        at = profile
        for step in way:
            at = at[step]
        renamed = {text if name == last else name: one for name, one in at.items()}
        at.clear()
        at.update(renamed)
        if way == ["services"]:
            profile["groups"] = {"most": [text]}
        return profile
    at = profile
    for step in way:
        at = at[step]
    at[last] = text
    return profile


class _Shapes(list[list[object]]):
    """So many that a failed test must not print them all."""

    def __repr__(self) -> str:
        return f"<{len(self)} files>"


def shapes(directory: Path, profile: dict[str, Any]) -> _Shapes | None:
    """Return the structure of every file; None if the profile is refused."""
    path = directory / "a.yaml"
    path.write_text(yaml(profile))
    try:
        read = load(path)[0]
        plan = resolve(read, platform_of(read))
    except UserError as error:
        assert all("\n" not in line for line in str(error).split("\n"))
        return None
    return _Shapes(shape(str(one.path), one.content) for one in render(plan) if not one.link)


def changed(harmless: _Shapes | None, found: _Shapes | None) -> list[Any]:
    """The files that do something else; none when the profile is refused."""
    if found is None:
        return []
    assert harmless is not None
    assert len(found) == len(harmless)
    return [
        [part for part in one if part not in before] or one
        for before, one in zip(harmless, found, strict=True)
        if before != one
    ]


def _texts(kind: ValueType) -> st.SearchStrategy[str]:
    nasty = [
        st.sampled_from(_NASTY),
        st.text(max_size=20),
        st.text("\"'\\\n%${}<>#;/ab\u2028", max_size=12),
    ]
    if "pattern" in kind.schema:
        nasty.append(st.from_regex(kind.schema["pattern"], fullmatch=True))
    if kind in (kinds.ADDRESS, kinds.NETWORK):
        nasty.append(st.ip_addresses().map(str))
    return st.one_of(nasty)


@pytest.fixture(scope="session")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> _Shapes | None:
    return shapes(tmp_path_factory.getbasetemp(), _FULL)


@pytest.mark.parametrize("location", PLACES, ids=lambda location: ".".join(map(str, location)))
@pytest.mark.slow
def test_the_nastiest_texts_are_refused_or_one_word(tmp_path, harmless, location):
    for text in _NASTY:
        assert not changed(harmless, shapes(tmp_path, replaced(location, text))), text


@pytest.mark.parametrize("location", PLACES, ids=lambda location: ".".join(map(str, location)))
@settings(max_examples=15)
@given(data=st.data())
def test_any_text_is_refused_or_one_word(tmp_path_factory, harmless, location, data):
    text = data.draw(
        _texts(PLACES[location]).filter(
            lambda text: text not in _KNOWN and not text.endswith(":application")
        )
    )
    found = shapes(tmp_path_factory.getbasetemp(), replaced(location, text))
    if location[-1] == "application" and text.endswith("()"):
        harmless = shapes(tmp_path_factory.getbasetemp(), replaced(location, "a:make()"))
    assert not changed(harmless, found)


@settings(max_examples=50)
@given(name=st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,9}", fullmatch=True))
@example(name="__import__")
def test_factories(tmp_path_factory, name):
    first, other = (
        shapes(
            tmp_path_factory.getbasetemp(),
            replaced(("services", "reports", "application"), f"a:{one}()"),
        )
        for one in ("make", name)
    )
    assert not changed(first, other)


def test_a_harmless_profile_is_not_refused(harmless):
    assert len(harmless) > 10


def test_what_may_hold_any_text_arrives_unchanged(tmp_path):
    """Variables and arguments are the application's: all but control characters reaches it as it was written."""
    text = "\"quotes\" 'and' \\ %s ${x} $y `z` #;<>|& größe {{ 7 }}"
    profile = replaced(("services", "reports", "environment", "NAME"), text)
    profile["services"]["reports"]["arguments"] = [text, text]
    path = tmp_path / "a.yaml"
    path.write_text(yaml(profile))
    read = load(path)[0]
    (script,) = [
        one.content
        for one in render(resolve(read, platform_of(read)))
        if one.path.name == "reports.wsgi"
    ]
    space: dict[str, Any] = {}
    setup, _, _ = script.partition("failure, since =")
    exec(
        compile(setup + "\nfound = os.environ['NAME'], sys.argv[1:]", "reports.wsgi", "exec"), space
    )
    assert space["found"] == (text, [text, text])
