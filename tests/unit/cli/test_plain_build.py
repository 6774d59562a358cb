"""A build with nothing to do reads words as click does, and says the same."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from wsgigen import __main__ as program
from wsgigen.app import build as app
from wsgigen.app.build import BuildOptions
from wsgigen.app.target import BuildTarget
from wsgigen.cli.main import main
from wsgigen.cli.plain_build import OPTIONS, target_of

PROFILE = "profiles/controller-single.yaml"
BUILD = main.commands["build"]
_NAMES = [name for param in BUILD.params for name in param.opts if name.startswith("-")]
_WORDS = st.sampled_from(
    [*_NAMES, *(f"{name}=x" for name in _NAMES), *OPTIONS, "a.yaml", "b", "-", "--", "--roo", "-h"]
)


def read_by_click(words: Sequence[str]) -> BuildOptions | None:
    """Return what click makes of the words after `wsgigen build`; None for what it refuses."""
    read: list[BuildOptions] = []

    def build(options: BuildOptions) -> tuple[()]:
        read.append(options)
        return ()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "build", build)
        CliRunner().invoke(main, ["build", *words])
    return read[0] if read else None


@given(st.lists(_WORDS | st.text(max_size=3), max_size=6))
@example(["a.yaml", "--root", "r", "--layout", "single", "--platform", "el-9"])
@example(["--root", "r", "a.yaml"])
@example(["a.yaml"])
def test_words_that_are_read_without_click_are_read_as_click_reads_them(words):
    target = target_of(words)
    if target:
        options = BuildOptions((target.profile,), target.layout, target.platform, target.root)
        assert read_by_click(words) == options


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (["a.yaml"], BuildTarget(Path("a.yaml"))),
        (["--root", "r", "a.yaml"], BuildTarget(Path("a.yaml"), root=Path("r"))),
        (
            ["a.yaml", "--platform", "el-9", "--layout", "single"],
            BuildTarget(Path("a.yaml"), "single", "el-9"),
        ),
    ],
)
def test_plain_words_are_read_without_click(words, target):
    assert target_of(words) == target


@pytest.mark.parametrize(
    "words",
    [
        [],
        [""],
        ["a.yaml", "b.yaml"],
        ["a.yaml", "--root"],
        ["a.yaml", "--root", ""],
        ["a.yaml", "--root", "-r"],
        ["a.yaml", "--root", "r", "--root", "r"],
        ["a.yaml", "--root=r"],
        ["a.yaml", "--force"],
        ["a.yaml", "--check"],
        ["a.yaml", "--files-list", "f"],
        ["--", "a.yaml"],
        ["a\x1b[1m.yaml"],
        ["a\udcff.yaml"],
    ],
)
def test_all_other_words_are_left_to_click(words):
    assert target_of(words) is None


@pytest.mark.parametrize("name", OPTIONS)
def test_each_option_takes_one_word_from_the_command_line_alone(name):
    [option] = [param for param in BUILD.params if name in param.opts]
    assert isinstance(option, click.Option)
    assert (option.opts, option.secondary_opts, option.nargs) == ([name], [], 1)
    assert not (option.is_flag or option.multiple or option.count or option.prompt)
    assert not (option.envvar or option.callback)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a tree that needs no build."""
    root = tmp_path_factory.mktemp("built") / "root"
    assert CliRunner().invoke(main, ["build", PROFILE, "--root", str(root)]).exit_code == 0
    return root


def modules_of(*words: str) -> tuple[str, set[str]]:
    """Return what `python -m wsgigen` says, and the modules that it imports."""
    code = (
        "import atexit, json, sys\n"
        "from wsgigen.__main__ import main\n"
        "atexit.register(lambda: print(json.dumps([*sys.modules]), file=sys.stderr))\n"
        "main()"
    )
    command = [sys.executable, "-S", "-c", code, *words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


def test_a_build_with_nothing_to_do_imports_neither_click_nor_what_dataclasses_take(root):
    said, imported = modules_of("build", PROFILE, "--root", str(root))
    assert said == CliRunner().invoke(main, ["build", PROFILE, "--root", str(root)]).output
    assert " 0 written, 0 removed, " in said
    assert not imported & {"click", "dataclasses", "inspect", "yaml", "jinja2"}


def test_with_other_words_click_says_the_same(root):
    plain, _ = modules_of("build", PROFILE, "--root", str(root))
    said, imported = modules_of("build", PROFILE, f"--root={root}")
    assert "click" in imported
    assert said == plain


def test_a_call_of_another_command_imports_nothing_of_builds():
    _, imported = modules_of("--help")
    assert not imported & {"wsgigen.cli.plain_build", "wsgigen.tree.unchanged"}


@pytest.mark.parametrize("words", [(), ("--force",)], ids=["plain", "by click"])
def test_a_full_disk_is_told(root, words):
    command = [sys.executable, "-m", "wsgigen", "build", PROFILE, "--root", str(root), *words]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    said = "error: the output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("words", [(), ("--force",)], ids=["plain", "by click"])
def test_a_reader_that_has_gone_ends_it_as_other_programs(root, words):
    command = [sys.executable, "-m", "wsgigen", "build", PROFILE, "--root", str(root), *words]
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as nobody:
        done = subprocess.run(
            command, stdout=nobody, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (-13, b"")


def test_ctrl_c_is_answered_as_click_does(monkeypatch):
    def interrupted(words):
        raise KeyboardInterrupt

    monkeypatch.setattr("wsgigen.cli.plain_build.has_nothing_to_do", interrupted)
    monkeypatch.setattr("sys.argv", ["wsgigen", "build", "profile.yaml"])
    with pytest.raises(SystemExit, match="Aborted!"):
        program.main()
