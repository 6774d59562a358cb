import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from yaml import ScalarNode
from yaml._yaml import CParser

from tests.unit.given import written
from tests.unit.profile import pure
from wsgigen.errors import Location, Problem, UserError
from wsgigen.profile import yaml12
from wsgigen.profile.source import LARGEST, read
from wsgigen.profile.yaml12 import scalar

_WHOLE = """\
wsgigen: 1
layout: single
services:
  keystone:
    tls: {certificate: /a,
      key: /b}
    python_path:
    - /one
    -   /two
  placement: {}
listen: [10.0.0.1, "::1"]
"""


@pytest.fixture(params=["libyaml", "pure python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every case holds with PyYAML's C parser and without it."""
    if request.param == "pure python":
        pure.use_with(monkeypatch)
    else:
        assert issubclass(yaml12.Loader, CParser)
    return str(request.param)


def refused(path: Path) -> Problem:
    with pytest.raises(UserError) as error:
        read(path)
    (problem,) = error.value.problems
    assert problem.fix
    return problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0027", 27),
        ('"0027"', "0027"),
        ("'0027'", "0027"),
        ("0o17", 15),
        ("0x1F", 31),
        ("-5", -5),
        ("+5", 5),
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("tRue", "tRue"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("2026.1", 2026.1),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("2026-01-01", "2026-01-01"),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ("=", "="),
        ("<<", "<<"),
        ("!!str 27", "27"),
        ('!!int "27"', 27),
        ("|\n  27\n", "27\n"),
        ("9" * 200, "9" * 200),
        ("größe", "größe"),
    ],
)
def test_scalars_by_the_rules_of_yaml_1_2(tmp_path, text, value):
    ((_, node),) = read(written(tmp_path, f"key: {text}")).root.value
    assert (scalar(node), type(scalar(node))) == (value, type(value))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    ((key, _),) = read(written(tmp_path, b"\xef\xbb\xbfkey: 1")).root.value
    assert key.value == "key"


def test_windows_line_ends(tmp_path):
    assert read(written(tmp_path, b"a: 1\r\nb: 2\r\n")).location(("b",)) == Location(
        str(next(tmp_path.rglob("*.yaml"))), 2, 4
    )


@pytest.mark.parametrize(
    ("where", "line", "column"),
    [
        pytest.param((), 1, 1, id="root"),
        pytest.param(("layout",), 2, 9, id="value"),
        pytest.param(("services",), 3, 1, id="mapping: its key"),
        pytest.param(("services", "keystone"), 4, 3, id="mapping below: its key"),
        pytest.param(("services", "keystone", "tls"), 5, 5, id="flow mapping: its key"),
        pytest.param(
            ("services", "keystone", "tls", "key"), 6, 12, id="value on a line of its own"
        ),
        pytest.param(("services", "keystone", "python_path"), 7, 5, id="list: its key"),
        pytest.param(("services", "keystone", "python_path", 1), 9, 9, id="item"),
        pytest.param(("listen", 0), 11, 10, id="item of a flow list"),
        pytest.param(
            ("services", "placement", "port"), 10, 3, id="missing key: the mapping that lacks it"
        ),
        pytest.param(
            ("services", "nova", "port"), 3, 1, id="missing mapping: the nearest that is there"
        ),
        pytest.param(("listen", 7), 11, 1, id="missing item: the list"),
        pytest.param(("layout", "deeper"), 2, 9, id="below a scalar: the scalar"),
        pytest.param(("nothing",), 1, 1, id="missing at the top: the root"),
    ],
)
def test_place(tmp_path, where, line, column):
    path = written(tmp_path, _WHOLE)
    assert read(path).location(where) == Location(str(path), line, column)


def test_place_of_an_alias_is_where_its_value_is_written(tmp_path):
    path = written(tmp_path, "a: &x {b: 1}\nc: *x\n")
    assert read(path).location(("c", "b")) == Location(str(path), 1, 11)


@pytest.mark.parametrize(
    ("content", "location", "message"),
    [
        pytest.param(b"", ":1:1", "is empty", id="empty"),
        pytest.param(b"# nothing\n", ":1:1", "is empty", id="a comment only"),
        pytest.param(b"---\n", None, None, id="an empty document is a null"),
        pytest.param(
            b"a: 1\n---\nb: 2\n",
            ":2:1",
            "is not YAML: expected a single document in the stream, but found another document",
            id="two documents",
        ),
        pytest.param(b"a:\n\tb: 1\n", ":2:1", "found character", id="tab"),
        pytest.param(b"a: [1, 2\nb: 3\n", ":2:", "is not YAML", id="open bracket"),
        pytest.param(b"a: b: c\n", ":1:5", "mapping values are not allowed", id="two colons"),
        pytest.param(b'a: "\n', ":2:1", "is not YAML", id="open quote"),
        pytest.param(b"a: *b\n", ":1:4", "found undefined alias", id="unknown alias"),
        pytest.param(b"a: 1\nb: \xff\n", ":2", "byte 0xff is not UTF-8", id="not UTF-8"),
        pytest.param("a: 1".encode("utf-16"), ":1", "is not UTF-8", id="UTF-16"),
        pytest.param(
            b"\x7fELF\x02\x01\x01\0\0\0\0", "", "is not YAML: unacceptable character", id="binary"
        ),
        pytest.param(b"a: \0\n", "", "unacceptable character #x0000", id="NUL"),
        pytest.param(b"a: \x1b[31m\n", "", "unacceptable character #x001b", id="escape sequence"),
        pytest.param(b'a: "\\ud800"\n', ":1:", "", id="half a surrogate pair"),
        pytest.param(
            b"a: !!int x\n",
            ":1:4",
            "is tagged tag:yaml.org,2002:int, which it is not",
            id="tag that the value does not fit",
        ),
        pytest.param(b"a: !!float 1:30\n", ":1:4", "is tagged", id="float that is none"),
        pytest.param(
            b"a: !!python/object:os.system x\n",
            ":1:4",
            "is tagged tag:yaml.org,2002:python/object:os.system",
            id="tag of Python",
        ),
        pytest.param(b"a: !<int> x\n", ":1:4", "is tagged int", id="tag without a prefix"),
        pytest.param(b"a: !!set {b}\n", ":1:4", "is tagged", id="set"),
        pytest.param(b"a: !!map []\n", ":1:4", "is tagged", id="list tagged as a mapping"),
        pytest.param(b"a: !!binary aGk=\n", ":1:4", "is tagged", id="binary tag"),
        pytest.param(
            b"a: &x [*x]\n", ":1:4", "nests deeper than 20 levels", id="an alias that holds itself"
        ),
        pytest.param(
            b"[" * LARGEST,
            ":1:21",
            "nests deeper than 20 levels",
            id="brackets as far as the file goes",
        ),
        pytest.param(
            b"- " * (LARGEST // 2),
            ":1:41",
            "nests deeper than 20 levels",
            id="dashes as far as the file goes",
        ),
        pytest.param(
            b"{a: " * (LARGEST // 4),
            ":1:81",
            "nests deeper than 20 levels",
            id="braces as far as the file goes",
        ),
        pytest.param(
            b"a: " + b"[" * 20 + b"]" * 20,
            ":1:23",
            "nests deeper than 20 levels",
            id="one level too deep",
        ),
        pytest.param(
            b"{" + b"a," * (LARGEST // 2 - 2) + b"}",
            ":1:",
            "has more than 300000 keys and values",
            id="too many keys",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_file_that_is_no_profile_is_refused_with_its_place(tmp_path, content, location, message):
    path = written(tmp_path, content)
    if message is None:
        root = read(path).root
        assert isinstance(root, ScalarNode)
        assert scalar(root) is None
        return
    problem = refused(path)
    assert str(problem.location).startswith(f"{path}{location}")
    assert message in problem.message


def test_nesting_up_to_the_limit_is_read(tmp_path):
    assert read(written(tmp_path, "a: " + "[" * 18 + "x" + "]" * 18)).root


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: None, "cannot be read: No such file or directory", id="missing"),
        pytest.param(lambda path: path.mkdir(), "cannot be read: Is a directory", id="directory"),
        pytest.param(
            lambda path: path.symlink_to(path),
            "cannot be read: Too many levels of symbolic links",
            id="link to itself",
        ),
        pytest.param(
            lambda path: path.write_bytes(b"a" * (LARGEST + 1)),
            f"is larger than {LARGEST} bytes",
            id="one byte too large",
        ),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"),
            "cannot be read: it is neither a file nor a pipe",
            id="without an end",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, make, message):
    path = tmp_path / "controller.yaml"
    make(path)
    problem = refused(path)
    assert (problem.location, problem.message) == (Location(str(path)), message)


@pytest.mark.slow
def test_the_largest_file_is_read(tmp_path):
    assert read(written(tmp_path, "a: 1\n#".ljust(LARGEST, "x"))).root


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
                for before, name in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            id="a billion laughs",
        ),
        pytest.param(
            "a: &a [" + "x," * 20_000 + "]\nb: [" + "*a," * 20_000 + "]\n",
            id="one long list many times",
        ),
        pytest.param(
            "".join(
                f"k{i}: &k{i} [{','.join([f'*k{i - 1}'] * 2000) if i else 'x'}]\n"
                for i in range(12)
            ),
            id="long lists in each other",
        ),
        pytest.param("a: &a {b: *a, c: *a}\n", id="a mapping that holds itself twice"),
    ],
)
@pytest.mark.slow
def test_aliases_cannot_grow_without_bounds(tmp_path, content):
    start = time.monotonic()
    message = refused(written(tmp_path, content)).message
    assert re.search("when its aliases are followed|nests deeper", message)
    assert time.monotonic() - start < 20


_MEASURED = """\
import resource, sys
from pathlib import Path
from wsgigen.errors import UserError
from wsgigen.profile.load import load

if sys.argv[2] == "pure python":
    from tests.unit.profile import pure

    pure.use()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    load(Path(sys.argv[1]))
except UserError as error:
    assert error.problems
else:
    raise AssertionError("it was read")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("content", "most"),
    [
        pytest.param(None, 16, id="endless file"),
        pytest.param("{" + "a," * (LARGEST // 2 - 2) + "}", 64, id="half a million keys"),
        pytest.param("[" * LARGEST, 64, id="deep"),
        pytest.param(
            "a: &a [" + "x," * 20_000 + "]\nb: [" + "*a," * 20_000 + "]\n", 256, id="aliases"
        ),
    ],
)
@pytest.mark.slow
def test_memory_is_bounded(tmp_path, parser, content, most):
    path = written(tmp_path, content) if content else "/dev/zero"
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), parser],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3)),
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert int(done.stdout) < most, "MiB"
