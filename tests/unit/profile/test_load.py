import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.given import HEAD, OWN, keys, loaded, written, yaml
from wsgigen.catalog.choices import Components, Manager
from wsgigen.errors import UserError
from wsgigen.profile import reader
from wsgigen.profile.load import InvalidProfile, load
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

MODELS = (Profile, ServiceRequest, Tls, HealthRequest, Logs, Cluster, Host)
_START = 'wsgigen: 1\nlayout: single\nplatform: debian-12\nserver_name: a.example.org\nopenstack: "2026.1"\n'


def messages(tmp_path: Path, content: str | bytes) -> list[tuple[str, str, str]]:
    """Every problem's place (without the file's name), message and fix."""
    path = written(tmp_path, content)
    with pytest.raises(UserError) as error:
        load(path)
    problems = error.value.problems
    assert all(problem.location and problem.location.file == str(path) for problem in problems)
    return [
        (str(problem.location).removeprefix(f"{path}:"), problem.message, problem.fix)
        for problem in problems
    ]


def test_a_whole_profile(tmp_path):
    content = """\
wsgigen: 1
layout: grouped
platform: el-9
openstack: "2026.1"
server_name: controller.example.org
listen: 10.0.0.11
manager: pacemaker
venv: /opt/openstack
trusted_proxies: [10.0.0.0/24, 10.1.0.1]
tls: {certificate: /c.pem, key: /k.pem, hsts: 365d}
logs: {rotate: 12h}
cluster: {nodes: [ctl1, ctl2], monitor_interval: 20s, components: instance}
host: {cpus: 16, memory: 64GiB}
groups: {identity: [keystone], other: reports}
services:
  keystone:
  reports:
    application: reports.wsgi:make()
    port: 9000
    user: reports
    umask: "0022"
    listen: ["::1", 127.0.0.1]
    timeout: 2m
    max_body: unlimited
    environment: {LANG: C, EMPTY: ""}
    arguments: [--config-file, /a, --config-file, /b]
    static: {/static: /srv/static}
    health: {path: /up, statuses: [200, 204]}
    tls: false
"""
    profile, source = load(written(tmp_path, content))
    assert source.location(("services", "reports", "port")).line == 19
    assert profile == Profile(
        name="controller",
        directory=profile.directory,
        wsgigen=1,
        layout="grouped",
        platform="el-9",
        openstack="2026.1",
        server_name="controller.example.org",
        listen=("10.0.0.11",),
        manager=Manager.PACEMAKER,
        venv="/opt/openstack",
        trusted_proxies=("10.0.0.0/24", "10.1.0.1/32"),
        tls=Tls("/c.pem", "/k.pem", hsts=365 * 86400),
        logs=Logs(rotate=43200),
        cluster=Cluster(("ctl1", "ctl2"), 20, Components.INSTANCE),
        host=Host(16, 64 * 1024**3),
        groups={"identity": ("keystone",), "other": ("reports",)},
        services={
            "keystone": ServiceRequest(),
            "reports": ServiceRequest(
                application="reports.wsgi:make()",
                port=9000,
                user="reports",
                umask="0022",
                listen=("::1", "127.0.0.1"),
                timeout=120,
                max_body=0,
                environment={"LANG": "C", "EMPTY": ""},
                arguments=("--config-file", "/a", "--config-file", "/b"),
                static={"/static": "/srv/static"},
                health=HealthRequest("/up", (200, 204)),
                tls=False,
            ),
        },
    )


def test_services_stay_in_the_order_they_are_written(tmp_path):
    names = ["placement", "keystone", "a", "nova-api"]
    assert list(loaded(tmp_path, services={name: {} for name in names}).services) == names


def test_the_name_of_a_profile_is_its_files(tmp_path):
    assert load(written(tmp_path, yaml(keys()), "ctl.v2.yaml"))[0].name == "ctl.v2"


def test_json_is_yaml(tmp_path):
    path = written(tmp_path, json.dumps(keys()))
    assert load(path)[0] == replace(loaded(tmp_path), directory=str(path.parent))


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        pytest.param(
            {"listen": "::1"}, "listen", ("::1",), id="a single value where a list is asked for"
        ),
        pytest.param({"cluster": None}, "cluster", Cluster(), id="a record that is not written"),
        pytest.param({"trusted_proxies": []}, "trusted_proxies", (), id="an empty list"),
    ],
)
def test_short_forms(tmp_path, more, field, value):
    assert getattr(loaded(tmp_path, **more), field) == value


@pytest.mark.parametrize("name", ["services", "groups", "cluster", "logs", "host"])
def test_a_mapping_without_a_value_is_an_empty_one(tmp_path, name):
    head = {key: value for key, value in keys().items() if key != name}
    without, empty = (
        load(written(tmp_path, f"{yaml(head)[:-1]}, {name}: {value}}}"))[0] for value in ("", "{}")
    )
    assert without == replace(empty, directory=without.directory)


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param(
            _START + "servces: {}\nservices: {}\n",
            [("6:1", "unknown key servces", "did you mean services?")],
            id="unknown key at the top",
        ),
        pytest.param(
            _START + "services:\n  keystone: {prot: 5000}\n",
            [("7:14", "unknown key prot", "did you mean port?")],
            id="unknown key of a service",
        ),
        pytest.param(
            _START + "services: {}\nhost: {zzz: 1}\n",
            [("7:8", "unknown key zzz", "use one of: cpus, memory")],
            id="unknown key, none near",
        ),
        pytest.param(
            _START
            + "services:\n  keystone:\n    tls: {certificate: /c, key: /k, Policy: platform}\n",
            [("8:37", "unknown key Policy", "did you mean policy?")],
            id="keys have one case",
        ),
        pytest.param(
            _START + "services: {}\nlayout: grouped\n",
            [("7:1", "layout stands in the profile twice, first in line 2", "keep one of them")],
            id="key twice at the top",
        ),
        pytest.param(
            _START + "services:\n  keystone: {}\n  keystone: {port: 1}\n",
            [("8:3", "keystone stands in services twice, first in line 7", "keep one of them")],
            id="service twice",
        ),
        pytest.param(
            _START + "services:\n  keystone:\n    port: 1\n    'port': 2\n",
            [("9:5", "port stands in keystone twice, first in line 8", "keep one of them")],
            id="key of a service twice, once in quotes",
        ),
        pytest.param(
            _START + "services: {k: {environment: {A: x, A: y}}}\n",
            [("6:36", "A stands in environment twice, first in line 6", "keep one of them")],
            id="variable twice",
        ),
        pytest.param(
            _START
            + "services: {k: {tls: {key: /a, certificate: /b, key: /a}, health: {path: /, path: /}}}\n",
            [
                ("6:48", "key stands in tls twice, first in line 6", "keep one of them"),
                ("6:76", "path stands in health twice, first in line 6", "keep one of them"),
            ],
            id="key twice in every record",
        ),
        pytest.param(
            "server_name: a\n",
            [
                ("1:1", "the profile has no wsgigen", "add wsgigen: Format of this file."),
                (
                    "1:1",
                    "the profile has no layout",
                    "add layout: How services are spread over Apache instances: `single`,"
                    " `per-service` or `grouped`.",
                ),
                (
                    "1:1",
                    "the profile has no platform",
                    "add platform: Distribution that the files are for.",
                ),
                (
                    "1:1",
                    "the profile has no services",
                    "add services: The services, by name: those of the catalogue, and any other"
                    " WSGI application.",
                ),
            ],
            id="every required key that is missing",
        ),
        pytest.param(
            _START + "services: {k: {tls: {}}}\n",
            [
                (
                    "6:21",
                    "tls has no certificate",
                    "add certificate: PEM file with the certificate and what it chains to.",
                ),
                (
                    "6:21",
                    "tls has no key",
                    "add key: PEM file with the private key; root alone need read it.",
                ),
            ],
            id="required keys of a record",
        ),
        pytest.param(
            _START + "services: {k: {umask: 0027}}\n",
            [("6:23", "umask: 0027 is not a umask", "put it in quotes if it is meant as text")],
            id="a number is shown as it was written",
        ),
        pytest.param(
            _START.replace('"2026.1"', "2026.10") + "services: {}\n",
            [
                (
                    "5:12",
                    "openstack: 2026.10 is not an OpenStack release",
                    "put it in quotes if it is meant as text",
                )
            ],
            id="so is a fraction",
        ),
        pytest.param(
            _START + "services: {k: {port: true, chunked: NO}}\n",
            [
                ("6:22", "port: true is not a TCP port", "use a whole number from 1 to 65535"),
                (
                    "6:37",
                    'chunked: "NO" is not true or false',
                    "YAML 1.2 knows only true and false",
                ),
            ],
            id="booleans",
        ),
        pytest.param(
            _START + "services:\n  keystone: {port: , user: ~, python_path: , listen: [~]}\n",
            [
                ("7:20", "port is empty, not a TCP port", "give it a value or remove the key"),
                (
                    "7:28",
                    "user is empty, not a user or group name",
                    "give it a value or remove the key",
                ),
                (
                    "7:44",
                    "python_path is empty, not an absolute path",
                    "give it a value or remove the key",
                ),
                ("7:55", "listen is empty, not an IP address", "give it a value or remove the key"),
            ],
            id="keys without a value",
        ),
        pytest.param(
            _START + "services: {Key_stone: {}, nova api: {port: x}}\n",
            [
                (
                    "6:12",
                    'services: "Key_stone" is not a name',
                    "use lower-case letters, digits and single hyphens, a letter first",
                ),
                (
                    "6:27",
                    'services: "nova api" is not a name',
                    "use lower-case letters, digits and single hyphens, a letter first",
                ),
                ("6:44", 'port: "x" is not a TCP port', "use a whole number from 1 to 65535"),
            ],
            id="names",
        ),
        pytest.param(
            _START + "services: {k: {listen: [10.0.0.1, 10.0.0.1, '::1', '0::1']}}\n",
            [
                ("6:35", "listen names 10.0.0.1 more than once", "name it once"),
                ("6:52", "listen names ::1 more than once", "name it once"),
            ],
            id="one thing twice in a list",
        ),
        pytest.param(
            _START + "services: {k: {listen: [], health: {statuses: []}}}\nlisten: []\n",
            [
                ("6:24", "listen is an empty list", "name at least one, or remove the key"),
                ("6:47", "statuses is an empty list", "name at least one, or remove the key"),
                ("7:9", "listen is an empty list", "name at least one, or remove the key"),
            ],
            id="lists that must name something",
        ),
        pytest.param(
            "layout: Single\nplatform: /etc\nwsgigen: 2\nserver_name: a_b\nservices: {k: {user:"
            " root}}\nwhat: 1\n",
            [
                ("1:9", 'layout: "Single" is not a layout', "use single, per-service or grouped"),
                (
                    "2:11",
                    'platform: "/etc" is not a platform',
                    "see the platforms in the reference",
                ),
                ("3:10", "wsgigen: 2 is not the format of this file", "use 1 to 1"),
                (
                    "4:14",
                    'server_name: "a_b" is not a host name',
                    "use letters, digits, dots and hyphens, such as controller.example.org",
                ),
                (
                    "5:22",
                    "user: root would run the application with every right on the machine",
                    "name an account of its own, such as the service's name",
                ),
                (
                    "6:1",
                    "unknown key what",
                    "use one of: " + ", ".join(sorted(reader.keys(Profile))),
                ),
            ],
            id="everything at once, by line",
        ),
    ],
)
def test_what_is_wrong(tmp_path, content, problems):
    assert messages(tmp_path, content) == problems


_SHAPES = [("[a]", "a list"), ("{a: b}", "a mapping"), ('"a"', '"a"')]


def shaped() -> Iterator[Any]:
    """Every key of every record, with a value of every shape that it does not take."""
    for model in MODELS:
        for name, field in reader.keys(model).items():
            key: Key = field.metadata["key"]
            record = isinstance(key.value_type, type) or key.names
            for value, what in _SHAPES:
                fits = (
                    what == "a mapping"
                    if record
                    else (what == '"a"' or (key.is_list and what == "a list"))
                )
                if not fits:
                    yield pytest.param(
                        model, name, value, what, id=f"{model.__name__}.{name}: {what}"
                    )


@pytest.mark.parametrize(("model", "name", "value", "what"), list(shaped()))
def test_every_key_refuses_the_shapes_that_it_does_not_take(tmp_path, model, name, value, what):
    below = {
        Profile: "{}",
        ServiceRequest: "services: {{k: {}}}",
        Tls: "tls: {}",
        HealthRequest: "services: {{k: {{health: {}}}}}",
        Logs: "logs: {}",
        Cluster: "cluster: {}",
        Host: "host: {}",
    }[model]
    inner = f"{name}: {value}" if model is Profile else below.format(f"{{{name}: {value}}}")
    head = "\n".join(
        line
        for line in (_START + "services: {}").splitlines()
        if not line.startswith(inner.partition(":")[0] + ":")
    )
    problems = messages(tmp_path, f"{head}\n{inner}\n")
    assert any(message.startswith(f"{name} is {what}, not ") for _, message, _ in problems), (
        problems
    )


@pytest.mark.parametrize("content", ["[a, b]", "word", "12", "- wsgigen: 1"])
def test_a_file_of_another_shape_is_one_problem(tmp_path, content):
    ((location, message, _),) = messages(tmp_path, content)
    assert location == "1:1"
    assert message.startswith("the profile is ")


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "? [a, b]\n"])
def test_a_key_that_is_no_word(tmp_path, key):
    assert any(
        message.startswith("a key of the profile is a ")
        for _, message, _ in messages(tmp_path, _START + f"services: {{}}\n? {key}\n: 1\n")
    )


@pytest.mark.slow
def test_two_thousand_services_are_read(tmp_path):
    services = {
        f"s{number}": {**OWN, "port": 1024 + number, "arguments": ["a"] * 3}
        for number in range(2000)
    }
    assert len(loaded(tmp_path, services=services).services) == 2000


def test_a_long_list_is_compared_in_no_time(tmp_path):
    paths = [f"/{number}" for number in range(20_000)]
    assert (
        len(loaded(tmp_path, services={"k": {"python_path": paths}}).services["k"].python_path)
        == 20_000
    )


_NAMES = sorted({name for model in MODELS for name in reader.keys(model)})
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 70_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        [
            "keystone",
            "/a",
            "a:b",
            "10s",
            "1MiB",
            "*",
            "::1",
            "0027",
            "false",
            "1.5",
            "unlimited",
            "2026.1",
            "single",
            "debian-12",
        ]
    ),
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(_NAMES),
                st.sampled_from(["keystone", "k", "/static"]),
                st.text(max_size=4),
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=250)
@given(
    top=st.dictionaries(st.sampled_from(sorted(reader.keys(Profile))), _TREES, max_size=6),
    service=st.dictionaries(
        st.sampled_from(sorted(reader.keys(ServiceRequest))), _TREES, max_size=6
    ),
)
def test_any_tree_is_a_profile_or_an_error_with_places(tmp_path_factory, top, service):
    directory = _directory(tmp_path_factory)
    path = directory / "a.yaml"
    path.write_text(yaml({**HEAD, "services": {"keystone": service}, **top}))
    _profile_or_places(path)


@settings(max_examples=250)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text("ab: -[]{}&*!|>'\"%@`#,?\n\t0~<", max_size=60).map(str.encode),
    )
)
@example(content=b"&a [*a]")
@example(content=b"!!int x")
@example(content=b"? ? ? ?")
@example(content=b"wsgigen: !!int 1_0")
@example(content=b"%YAML 3.0\n---\na: 1")
def test_any_bytes_are_a_profile_or_an_error_with_places(tmp_path_factory, content):
    path = _directory(tmp_path_factory) / "a.yaml"
    path.write_bytes(content)
    _profile_or_places(path)


def _directory(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp()


def _profile_or_places(path: Path) -> None:
    try:
        profile, _ = load(path)
    except UserError as error:
        assert error.problems
        assert all(
            problem.location and problem.message and problem.fix for problem in error.problems
        )
        places = [problem.location for problem in error.problems if problem.location]
        assert places == sorted(places)
        assert str(error).count(os.linesep) < 2 * len(error.problems)
    else:
        assert isinstance(profile, Profile)


def test_what_is_left_of_a_flawed_profile_is_handed_on(tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text(
        "wsgigen: 1\nlayout: grouped\nplatform: debian-12\nserver_name: a\nlisten: x\ngroups:"
        " {g: [a]}\n"
        "services:\n  a: {port: 0}\n  b: {ports: 1}\n  c: {}\n"
    )
    with pytest.raises(InvalidProfile) as caught:
        load(file)
    rest = caught.value.profile
    assert [problem.message.partition(":")[0] for problem in caught.value.problems] == [
        "listen",
        "port",
        "unknown key ports",
    ]
    assert (set(rest.services), rest.listen, rest.groups, rest.name) == (
        {"b", "c"},
        ("*",),
        {},
        "p",
    )


def test_nothing_is_handed_on_where_a_required_key_is_wrong(tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text("wsgigen: 1\nlayout: [x]\nplatform: debian-12\nserver_name: a\nservices: {}\n")
    with pytest.raises(InvalidProfile) as caught:
        load(file)
    assert caught.value.profile is None


@pytest.mark.parametrize(("file", "name"), [("...yaml", ".."), ("..yaml", ".")])
def test_a_profile_is_not_called_as_a_directory_is(tmp_path, file, name):
    """Its tree would be in build/.., outside of what was asked for."""
    (tmp_path / file).write_text(yaml(keys()))
    with pytest.raises(UserError) as error:
        load(tmp_path / file)
    [problem] = error.value.problems
    assert problem.message == f'gives its tree the name "{name}", which is a directory already'
