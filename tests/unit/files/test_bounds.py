"""Whatever a path leads to, wsgigen says in one line what is so, soon and in little memory."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.given import OWN, keys, yaml

pytestmark = pytest.mark.slow
SECONDS, MEBIBYTES = 5, 200
MANIFEST = "root/usr/share/wsgigen/manifests/a.json"
JOURNAL = "root/.wsgigen-new"
_LINE = 100 * 1000**2
_VHOST = (
    "<VirtualHost *:{0}>\nWSGIDaemonProcess s{0} user=x\nWSGIProcessGroup s{0}\n"
    "WSGIScriptAlias / /srv/s{0}/app.wsgi\n</VirtualHost>\n"
)
#: Runs a program and prints what that took; a process of its own, as memory is counted from the
#: parent's on.
_MEASURE = """\
import json, os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024]))
"""


def run(here: Path, *words: str) -> tuple[int, str]:
    """The exit status of wsgigen and what it says, after it kept to the bounds."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURE, sys.executable, "-m", "wsgigen", *words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    status, seconds, mebibytes = json.loads(done.stdout.splitlines()[-1])
    assert seconds < SECONDS
    assert mebibytes < MEBIBYTES
    assert "Traceback" not in done.stderr
    return status, done.stderr


def refused(here: Path, *words: str) -> str:
    """The one line that says what is wrong, above the way out."""
    status, said = run(here, *words)
    line, fix = said.splitlines()
    assert (status, fix[:9]) == (2, "    fix: ")
    return line


def zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**12)


def line(path: Path) -> None:
    path.write_bytes(b"a: " + b"a" * _LINE)


KINDS = pytest.mark.parametrize("make", [zero, pipe, sparse, line])
SAYS = {
    zero: "it is neither a file nor a pipe",
    pipe: "it is a pipe, and nothing came for 4 seconds",
    sparse: "more than|larger than",
    line: "more than|larger than",
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "a.yaml").write_text(yaml(keys(services={"reports": OWN})))
    yield tmp_path
    subprocess.run(
        ["rm", "-rf", tmp_path / "root"], check=True
    )  # pytest cannot remove what is deep


@KINDS
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("build", "given"), id="profile"),
        pytest.param(("check", "a.yaml", "--cib", "given"), id="CIB"),
        pytest.param(("init", "new.yaml", "--vhosts", "given"), id="vhosts"),
    ],
)
def test_what_is_named_is_read_within_bounds(here, make, words):
    make(here / "given")
    said = refused(here, *words)
    assert said.startswith("given: error: ")
    assert any(part in said for part in SAYS[make].split("|"))


@KINDS
@pytest.mark.parametrize("place", [MANIFEST, JOURNAL])
@pytest.mark.parametrize("command", ["build", "diff"])
def test_a_manifest_is_read_within_bounds(here, make, place, command):
    (here / place).parent.mkdir(parents=True, exist_ok=True)
    make(here / place)
    said = refused(here, command, "a.yaml", "--root", "root")
    assert said.startswith(f"{place}: error: is not a manifest of wsgigen: it ")


@KINDS
def test_a_file_in_the_tree_is_read_within_bounds(here, make):
    path = here / "root/etc/wsgigen/reports/httpd.conf"
    path.parent.mkdir(parents=True)
    make(path)
    said = refused(here, "build", "a.yaml", "--root", "root")
    assert said.startswith(f"{path}: error: ")
    assert run(here, "diff", "a.yaml", "--root", "root")[0] == 1


def test_a_pipe_that_never_ends_is_left(here):
    os.mkfifo(here / "given")
    endless = threading.Thread(target=_write_for_ever, args=(here / "given",))
    endless.start()
    assert refused(here, "check", "given").startswith("given: error: is larger than ")
    endless.join(timeout=30)
    assert not endless.is_alive()


def _write_for_ever(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"# and so on\n" * 1000)
        except BrokenPipeError:
            pass


def test_a_pipe_that_ends_is_read(here):
    os.mkfifo(here / "given.yaml")
    text = (here / "a.yaml").read_bytes()
    writer = threading.Thread(target=(here / "given.yaml").write_bytes, args=(text,))
    writer.start()
    assert run(here, "build", "given.yaml", "--root", "root")[0] == 0
    writer.join(timeout=30)
    assert (here / "root/usr/share/wsgigen/manifests/given.json").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"[" * 10**6, "recursion", id="deep"),
        pytest.param(b"[" + b"[]," * 10**7 + b"[]]", "more than 1000000 values", id="many"),
        pytest.param(
            json.dumps(
                {"format": 1, "profile": "a", "directories": [], "files": {"/d" * 3000: ["x"]}}
            ).encode(),
            "is not a path below the root",
            id="3,000 levels",
        ),
    ],
)
def test_a_manifest_that_is_no_manifest_is_refused(here, content, why):
    (here / MANIFEST).parent.mkdir(parents=True)
    (here / MANIFEST).write_bytes(content)
    assert why in refused(here, "build", "a.yaml", "--root", "root")


def test_a_profile_that_nests_is_refused(here):
    (here / "deep.yaml").write_text("a: " + "[" * 100_000)
    assert refused(here, "check", "deep.yaml").startswith("deep.yaml:1:23: error: nests deeper ")


def test_a_cib_of_200000_primitives_is_refused(here):
    primitives = "".join(f'<primitive id="p{number}" type="u"/>' for number in range(200_000))
    (here / "cib.xml").write_text(f"<cib><configuration>{primitives}</configuration></cib>")
    assert "has more than 15000 primitives" in refused(here, "check", "--cib", "cib.xml")


@pytest.mark.parametrize("tag", ["<a>", "<a b='c'/>"], ids=["deep", "many"])
def test_a_cib_of_too_many_elements_is_refused(here, tag):
    (here / "cib.xml").write_text("<cib>" + tag * 1_000_000)
    assert refused(here, "check", "--cib", "cib.xml").startswith("cib.xml:1:")


def test_50000_vhosts_in_one_file_are_refused(here):
    (here / "vhosts.conf").write_text("".join(_VHOST.format(number) for number in range(50_000)))
    said = refused(here, "init", "new.yaml", "--vhosts", "vhosts.conf")
    assert said.startswith("vhosts.conf: error: is more than ")


def test_50000_vhosts_in_files_of_their_own_are_refused(here):
    (here / "vhosts").mkdir()
    for number in range(50_000):
        (here / f"vhosts/{number}.conf").touch()
    said = refused(here, "init", "new.yaml", "--vhosts", "vhosts")
    assert said == "vhosts: error: cannot be read: it holds more than 20000 files"


def test_small_vhosts_are_not_read_without_end(here):
    alias = "WSGIScriptAlias /a /a\n"
    (here / "vhosts.conf").write_text(alias * 10_000)
    said = refused(here, "init", "new.yaml", "--vhosts", "vhosts.conf")
    assert said == "vhosts.conf:4001: error: is one more than 4000 applications"


def deep(top: Path, levels: int) -> None:
    """Directories deeper than any path can say."""
    top.mkdir(parents=True)
    here = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_a_tree_of_3000_levels_is_no_hindrance(here):
    deep(here / "root/etc", 3000)
    assert run(here, "build", "a.yaml", "--root", "root") == (0, "")


def test_what_a_killed_build_left_is_removed_however_deep_it_is(here):
    deep(here / ".root.wsgigen-new-x", 3000)
    assert run(here, "build", "a.yaml", "--root", "root") == (0, "")
    assert not (here / ".root.wsgigen-new-x").exists()


@pytest.mark.parametrize("command", ["build", "diff", "remove"])
def test_a_root_of_3000_levels_is_refused(here, command):
    said = refused(here, command, "a.yaml", "--root", "d/" * 3000)
    assert said.endswith("File name too long")
    assert not (here / "d").exists()
