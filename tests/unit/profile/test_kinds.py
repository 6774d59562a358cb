from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsgigen.catalog.choices import Components, Manager, Mode, Reload
from wsgigen.profile import kinds
from wsgigen.profile.value_type import InvalidValue, ValueType

KINDS = {name: value for name, value in vars(kinds).items() if isinstance(value, ValueType)}

_GOOD: dict[str, list[tuple[Any, Any]]] = {
    "FORMAT": [(1, 1)],
    "NAME": [
        ("keystone", "keystone"),
        ("nova-api", "nova-api"),
        ("a1-b2", "a1-b2"),
        ("a" * 40, "a" * 40),
    ],
    "LAYOUT": [("per-service", "per-service")],
    "PLATFORM": [("debian-12", "debian-12"), ("ubuntu-24.04", "ubuntu-24.04")],
    "RELEASE": [("zed", "zed"), ("2026.1", "2026.1"), ("2023.2", "2023.2")],
    "HOST": [
        ("a", "a"),
        ("controller.example.org", "controller.example.org"),
        ("10.0.0.1", "10.0.0.1"),
        ("A-1.b", "A-1.b"),
    ],
    "ADDRESS": [
        ("*", "*"),
        ("10.0.0.11", "10.0.0.11"),
        ("::1", "::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("0.0.0.0", "0.0.0.0"),
    ],
    "NETWORK": [
        ("10.0.0.0/24", "10.0.0.0/24"),
        ("10.0.0.1", "10.0.0.1/32"),
        ("fd00::/8", "fd00::/8"),
    ],
    "PORT": [(1, 1), (65535, 65535)],
    "PATH": [
        ("/", "/"),
        ("/a", "/a"),
        ("/srv/my files/v1.0/...", "/srv/my files/v1.0/..."),
        ("/a:b,c=d@e+f~g-h", "/a:b,c=d@e+f~g-h"),
    ],
    "PATH_TEXT": [("/a", "/a")],
    "ACCOUNT": [
        ("keystone", "keystone"),
        ("_apt", "_apt"),
        ("www-data", "www-data"),
        ("rooty", "rooty"),
    ],
    "ACCOUNT_TEXT": [("root", "root")],
    "APPLICATION": [
        ("a:b", "a:b"),
        ("a.b_c.d1:make()", "a.b_c.d1:make()"),
        ("_a:_b", "_a:_b"),
        ("match:case", "match:case"),
    ],
    "MANAGER": [("systemd", Manager.SYSTEMD), ("pacemaker", Manager.PACEMAKER)],
    "MODE": [("active-active", Mode.ACTIVE_ACTIVE), ("active-passive", Mode.ACTIVE_PASSIVE)],
    "COMPONENTS": [("service", Components.SERVICE), ("instance", Components.INSTANCE)],
    "RELOAD": [("handover", Reload.HANDOVER), ("recycle", Reload.RECYCLE)],
    "POLICY": [("intermediate", "intermediate"), ("platform", "platform")],
    "FLAG": [(True, True), (False, False)],
    "PROCESSES": [(1, 1), (1024, 1024)],
    "THREADS": [(1, 1), (1024, 1024)],
    "COUNT": [(1, 1), (100_000, 100_000)],
    "FAILURES": [(1, 1), (100, 100)],
    "STATUS": [(100, 100), (599, 599)],
    "URL_PATH": [("/", "/"), ("/v3/~a_b.c-d", "/v3/~a_b.c-d")],
    "VARIABLE": [("OS_DEBUG", "OS_DEBUG"), ("_x1", "_x1")],
    "WORDS": [
        ("", ""),
        (
            "any 'words' \"at\" all \\ %s $HOME ${x} #;`&|<>",
            "any 'words' \"at\" all \\ %s $HOME ${x} #;`&|<>",
        ),
        ("größe", "größe"),
    ],
    "REASON": [("known, until the spring", "known, until the spring"), ("x", "x")],
    "DURATION": [("1s", 1), ("10 s", 10), ("2m", 120), ("3h", 10800), ("3650d", 3650 * 86400)],
    "SIZE": [
        ("1B", 1),
        ("16KiB", 16384),
        ("1 MiB", 1024**2),
        ("64GiB", 64 * 1024**3),
        ("8192TiB", 2**53),
    ],
    "BODY": [("unlimited", 0), ("10MiB", 10 * 1024**2)],
    "UMASK": [("0027", "0027"), ("027", "027"), ("0777", "0777")],
}

_BAD: dict[str, list[Any]] = {
    "FORMAT": [0, 2, "1", True, 1.0],
    "NAME": [
        "",
        "Keystone",
        "1a",
        "a--b",
        "-a",
        "a-",
        "a_b",
        "a.b",
        "a/b",
        "../a",
        "a" * 41,
        "a b",
        "ä",
        7,
        True,
    ],
    "LAYOUT": ["", "Single", "a/b", "a.b", "..", 1],
    "PLATFORM": ["", "Debian-12", "../x", "a_b", 12],
    "RELEASE": ["", 2026.1, "2026", "2026.3", "2026.1 ", "yoga", "20\u0662\u0663.1"],
    "HOST": [
        "",
        "-a",
        "a-",
        "a..b",
        ".a",
        "a.",
        "a b",
        "a_b",
        "*",
        "[::1]",
        "a:80",
        "ä.de",
        "a" * 64,
        ".".join(["a" * 60] * 5),
        5,
    ],
    "ADDRESS": [
        "",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "localhost",
        "::1%eth0",
        "fe80::1%x y",
        "[::1]",
        "10.0.0.1:80",
        "10.0.0.0/24",
        10,
        True,
        " ::1",
    ],
    "NETWORK": ["", "10.0.0.1/24", "10.0.0.0/33", "all", "fe80::%eth0/64", "::1%x", 10, True, 1.5],
    "PORT": [0, 65536, -1, "80", 80.0, True],
    "PATH": [
        *(
            "",
            "a",
            "a/b",
            "/a/",
            "//a",
            "/a//b",
            "/a/../b",
            "/..",
            "/.",
            "/a/.",
            "~",
            "$HOME",
            "/a$b",
            "/a${b}",
            "/a%b",
            '/a"b',
            "/a'b",
        ),
        *(
            "/a\\b",
            "/a;b",
            "/a&b",
            "/a|b",
            "/a`b",
            "/a*b",
            "/a?b",
            "/a[b",
            "/a(b",
            "/a{b",
            "/a<b",
            "/a>b",
            "/a#b",
            "/a!b",
            "/ä",
            "/" + "a" * 1024,
            5,
        ),
    ],
    "PATH_TEXT": ["a" * 1025, 5],
    "ACCOUNT": ["", "root", "Keystone", "1000", "0", "-a", "a.b", "a b", "a" * 33, "ä", 0, 1000],
    "ACCOUNT_TEXT": ["", "A"],
    "APPLICATION": [
        *(
            "",
            "a",
            "a:",
            ":b",
            "a:b:c",
            "a.:b",
            ".a:b",
            "a..b:c",
            "a:b.c",
            "a:b(c)",
            "a:b()()",
            "a: b",
            "a:b #",
            "a-b:c",
            "ä:b",
            "1:b",
        ),
        *("import:a", "a:class", "a.None:b", "a:__debug__", "a:b;c", 5),
    ],
    "MANAGER": ["", "Systemd", "init", True],
    "MODE": ["active", "active/active", 1],
    "COMPONENTS": ["services", 1],
    "RELOAD": ["restart", "Handover", 1],
    "POLICY": ["modern", 1],
    "FLAG": ["true", "yes", "on", 1, 0, ""],
    "PROCESSES": [0, 1025, "4", True, 1.0],
    "THREADS": [0, 1025, "4"],
    "COUNT": [0, 100_001],
    "FAILURES": [0, 101],
    "STATUS": [99, 600, "200"],
    "URL_PATH": ["", "v3", "/v3?x", "/a b", "/%2e", "/#", "/a\\", "/" + "a" * 200, 5],
    "VARIABLE": ["", "1A", "A-B", "A=B", "A B", "Ä", "A.B", 5],
    "WORDS": ["a" * 4097, 5, True, 1.5],
    "REASON": ["", " ", "\t", "a" * 1001, 5, True],
    "DURATION": [
        "",
        "10",
        "s",
        "-1s",
        "0s",
        "1.5s",
        "10S",
        "10 sec",
        "10  s",
        "3651d",
        "9" * 13 + "s",
        "\u0661s",
        10,
    ],
    "SIZE": ["", "10", "1KB", "1k", "0B", "-1B", "8193TiB", "1.5GiB", "\u0661B", 1024],
    "BODY": ["none", "Unlimited", "0B", 0, False],
    "UMASK": ["", "27", "00027", "0888", "u=rwx", 27, 0],
}


def test_no_kind_is_left_out():
    assert set(_GOOD) == set(_BAD) == set(KINDS)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [(name, text, value) for name, pairs in _GOOD.items() for text, value in pairs],
)
def test_read(name, text, value):
    value_read = KINDS[name].read(text)
    assert (value_read, type(value_read)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in _BAD.items() for value in values]
)
def test_refuse(name, value):
    with pytest.raises(InvalidValue) as error:
        KINDS[name].read(value)
    assert str(error.value)
    assert error.value.fix


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_lets_a_control_character_through(name):
    good = next((text for text, _ in _GOOD[name] if isinstance(text, str)), "x")
    for char in [*map(chr, range(32)), *map(chr, range(127, 160)), "\u2028", "\u2029"]:
        for value in (f"{good}{char}", f"{char}{good}", f"{good[:1]}{char}{good[1:]}", char):
            with pytest.raises(InvalidValue):
                KINDS[name].read(value)


@pytest.mark.parametrize("name", KINDS)
@given(
    value=st.one_of(
        st.text(),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.sampled_from(["*", "/", "1s", "a:b", "unlimited"]),
    )
)
def test_a_kind_reads_or_raises_unfit(name, value):
    try:
        value_read = KINDS[name].read(value)
    except InvalidValue:
        return
    assert isinstance(value_read, str | int)
    if isinstance(value_read, str):
        value_read.encode()
        assert KINDS[name].read(value_read) == value_read, "what was read can be written back"


@pytest.mark.parametrize(
    ("name", "value", "message", "fix"),
    [
        ("PORT", 70000, "70000 is not a TCP port", "use 1 to 65535"),
        ("PORT", "80", '"80" is not a TCP port', "use a whole number from 1 to 65535"),
        ("FLAG", "yes", '"yes" is not true or false', "YAML 1.2 knows only true and false"),
        (
            "DURATION",
            10,
            "10 is not a duration",
            "write a number and its unit, such as 10s (s, m, h, d)",
        ),
        ("SIZE", "8193TiB", "8193TiB is out of range for a size", "use 1 to 9007199254740992 B"),
        (
            "ACCOUNT",
            "root",
            "root would run the application with every right on the machine",
            "name an account of its own, such as the service's name",
        ),
        ("MANAGER", "init", '"init" is not a manager', "use systemd or pacemaker"),
        ("WORDS", "a\0", "text holds the control character U+0000", "remove it"),
        ("NAME", True, "true is not a name", "put it in quotes if it is meant as text"),
        ("NAME", "a" * 41, "a name has 41 characters", "use at most 40"),
    ],
)
def test_messages(name, value, message, fix):
    with pytest.raises(InvalidValue) as error:
        KINDS[name].read(value)
    assert (str(error.value), error.value.fix) == (message, fix)
