"""The wheel's completions for shells.

Each shell starts on a terminal as its distribution starts it, and is driven with the Tab key.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.serving import missing
from wsgigen.profile.load import load

_TOP = Path(__file__).parent.parent.parent
_BASH = Path("/usr/share/bash-completion/bash_completion")
#: How to start each shell without what this user has, and what then lets it find what packages bring, as /etc does elsewhere.
_SHELLS = {
    "bash": (("bash", "--norc", "--noprofile", "-i"), f". {_BASH}"),
    "zsh": (
        ("zsh", "-f", "-i"),
        "fpath=($PREFIX/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -d $HOME/dump",
    ),
    "fish": (
        ("fish", "--no-config", "-i"),
        "set -p fish_complete_path $PREFIX/share/fish/vendor_completions.d",
    ),
}
_PROFILE = "wsgigen: 1\nlayout: grouped\nplatform: debian-12\nopenstack: '2026.1'\nserver_name: a.example\nservices: {keystone: {}}\n"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed below a prefix."""
    wheels, prefix = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("prefix")
    python = [sys.executable, "-m"]
    subprocess.run(
        [*python, "hatchling", "build", "-t", "wheel", "-d", wheels],
        cwd=_TOP,
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.iterdir()
    words = (
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-warn-script-location",
        "--ignore-installed",
        "--prefix",
        prefix,
        wheel,
    )
    subprocess.run([*python, "pip", "install", *words], check=True, capture_output=True, cwd=wheels)
    return prefix


def world(prefix: Path, home: Path) -> dict[str, str]:
    """The environment of who has that prefix."""
    library = sysconfig.get_path("purelib", "posix_prefix", {"base": prefix})
    return {
        **{
            name: word
            for name, word in os.environ.items()
            if not name.startswith(("XDG_", "COMP", "BASH"))
        },
        "PATH": f"{prefix}/bin:{os.environ['PATH']}",
        "PYTHONPATH": library,
        "PREFIX": str(prefix),
        "XDG_DATA_DIRS": f"{prefix}/share:/usr/local/share:/usr/share",
        "HOME": str(home),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


class Terminal:
    """A shell on a terminal."""

    def __init__(self, shell: str, environment: dict[str, str], directory: Path) -> None:
        words, begin = _SHELLS[shell]
        self.shell, self.leader = pty.fork()
        if not self.shell:
            os.chdir(directory)
            os.execvpe(words[0], words, environment)
        termios.tcsetwinsize(self.leader, (24, 200))
        self.type(f"{begin}; echo rea''dy\n")
        self.until(r"^ready")

    def type(self, words: str) -> None:
        os.write(self.leader, words.encode())

    def until(self, pattern: str, seconds: float = 60) -> str:
        """Return what is shown until *pattern* is."""
        shown, end = "", time.monotonic() + seconds
        while not re.search(pattern, shown, re.M):
            readable, _, _ = select.select([self.leader], [], [], max(0.0, end - time.monotonic()))
            assert readable, f"{pattern} is not in: {shown}"
            shown += re.sub(
                r"\x1b\[[0-9;?]*[a-zA-Z]|\r",
                "",
                os.read(self.leader, 4096).decode(errors="replace"),
            )
        return shown

    def close(self) -> None:
        os.kill(self.shell, signal.SIGKILL)
        os.waitpid(self.shell, 0)
        os.close(self.leader)


@pytest.fixture(scope="module", params=_SHELLS)
def terminal(
    request: pytest.FixtureRequest, prefix: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    if not shutil.which(request.param):
        missing(request.param)
    if request.param == "bash" and not _BASH.exists():
        missing("bash-completion")
    home = tmp_path_factory.mktemp("home")
    (home / "my-profile.yaml").write_text(_PROFILE)
    terminal = Terminal(request.param, world(prefix, home), home)
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("expl\tunit-with-par\t", r"^unit-with-parameters \("),
        ("services keyst\t", r"^service +keystone: "),
        ("show my-pro\t", r"^wsgi-keystone\.service"),
        ("show my-pro\t --layout per\t", r"^wsgi-keystone\.service"),
        ("show my-pro\t --layout sing\t", r"^apache2\.service"),
        ("show my-pro\t --layout sing\t --platform el-9\t", r"^httpd\.service"),
        (
            "show my-pro\t --layout sing\t --platform ubun\t --form\tjs\t",
            r'^  "platform": "ubuntu-24.04"',
        ),
        ("check --select unit-with-par\t my-pro\t", r"^my-profile\.yaml$"),
        ("init made.yaml --platf\tubun\t --servic\tkeyst\t", r"^made\.yaml: keystone"),
    ],
)
def test_tab_completes_what_then_runs(typed, said, terminal):
    terminal.type(f"wsgigen {typed} 2>&1 | cat; rm -f made.yaml; echo do''ne\n")
    shown = terminal.until(r"^done")
    assert re.search(said, shown, re.M), shown


def test_the_manual_pages_are_where_man_looks(prefix):
    if not shutil.which("man"):
        missing("man")
    for page in ("wsgigen.1", "wsgigen-profile.5"):
        name, section = page.split(".")
        found = subprocess.run(
            ["man", "-M", prefix / "share/man", "-w", section, name],
            capture_output=True,
            text=True,
            check=True,
        )
        assert Path(found.stdout.strip()) == prefix / "share/man" / f"man{section}" / page


def test_a_begun_profile_names_the_schema_that_is_installed(prefix, tmp_path):
    words = [
        prefix / "bin/wsgigen",
        "init",
        "--platform",
        "el-9",
        "--service",
        "keystone",
        "--server-name",
        "a.example",
    ]
    subprocess.run(
        words, cwd=tmp_path, env=world(prefix, tmp_path), check=True, capture_output=True
    )
    schema = re.match(
        r"# yaml-language-server: \$schema=(\S+)\n", (tmp_path / "profile.yaml").read_text()
    )
    assert schema
    assert Path(schema[1]).is_relative_to(prefix)
    program = Path(sys.executable).parent / "check-jsonschema"
    subprocess.run(
        [program, "--schemafile", schema[1], tmp_path / "profile.yaml"],
        check=True,
        capture_output=True,
    )
    assert load(tmp_path / "profile.yaml")[0].platform == "el-9"
