"""The settings of docs/editor.md for editors, with what wsgigen prints; Vim is the real one."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.live.serving import missing

_PAGE = (Path(__file__).parent.parent.parent / "docs/editor.md").read_text()
_HEAD = "wsgigen: 1\nlayout: {layout}\nplatform: debian-12\nopenstack: '2026.1'\nserver_name: example.org\nmanager: pacemaker\n"
GOOD = _HEAD.format(layout="single") + "services:\n  keystone: {}\n  placement: {}\n"
WRONG = (
    _HEAD.format(layout="single")
    + "services:\n  keystone: {port: 99999}\n  placement:\n    prot: 1\n"
)


def block(language: str, number: int = 0) -> str:
    """A code block of the page."""
    return str(re.findall(rf"```{language}\n(.*?)```", _PAGE, re.S)[number])


def said(directory: Path, profile: str) -> str:
    """All that `wsgigen check` prints of *profile*, which is in a file whose name has a space."""
    (directory / "a profile.yaml").write_text(profile)
    command = [sys.executable, "-m", "wsgigen", "check", "a profile.yaml"]
    return subprocess.run(
        command,
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout


def places(printed: str) -> list[tuple[int, int]]:
    """Line and column of everything that has a place, as it is printed."""
    found = re.findall(
        r"^a profile\.yaml:(\d+):(\d+): (?:conflict|risk|advice|error): .", printed, re.M
    )
    return [(int(line), int(column)) for line, column in found]


@pytest.mark.parametrize("profile", [GOOD, WRONG], ids=["findings", "errors"])
def test_vims_quickfix_list_jumps(profile, tmp_path):
    if (
        not shutil.which("vim")
        or "+quickfix"
        not in subprocess.run(
            ["vim", "--version"], capture_output=True, text=True, check=True
        ).stdout
    ):
        missing("vim with quickfix")
    printed = said(tmp_path, profile)
    (tmp_path / "said").write_text(printed)
    (tmp_path / "editor.vim").write_text(block("vim"))
    shown = "call writefile([json_encode(map(getqflist(), {_, one -> extend(one, {'file': bufname(one.bufnr)})}))], 'list')"
    words = [
        "vim",
        "-u",
        "NONE",
        "-N",
        "-es",
        "-c",
        "source editor.vim",
        "-c",
        "cgetfile said",
        "-c",
        shown,
        "-c",
        "qa!",
    ]
    subprocess.run(words, cwd=tmp_path, stdin=subprocess.DEVNULL, timeout=60, check=False)
    listed = json.loads((tmp_path / "list").read_text())
    assert [(one["lnum"], one["col"]) for one in listed] == places(printed)
    assert len(listed) > 1
    assert {one["file"] for one in listed} == {"a profile.yaml"}
    assert {one["type"] for one in listed} <= {"e", "c", "r", "a"}


@pytest.mark.parametrize("profile", [GOOD, WRONG], ids=["findings", "errors"])
def test_visual_studio_codes_matchers_on_the_terminal_of_a_task(profile, tmp_path):
    """Each line that has a place is one marker, of the severity that decides the exit status, with its rule."""
    (task,) = json.loads(block("json"))["tasks"]
    said(tmp_path, profile)
    printed = on_terminal(tmp_path, 60, task["options"]["env"])
    lines = {
        severity: re.findall(rf"^a profile\.yaml:(\d+):(\d+): (?:{words}): (.*)$", printed, re.M)
        for severity, words in _MARKED
    }
    assert sum(map(len, lines.values())) == len(places(printed)) > 1
    for matcher in task["problemMatcher"]:
        pattern = matcher["pattern"]
        found = [
            match for line in printed.splitlines() if (match := re.match(pattern["regexp"], line))
        ]
        rules = [f" [{one[pattern['code']]}]" if one[pattern["code"]] else "" for one in found]
        markers = [
            (one[pattern["line"]], one[pattern["column"]], one[pattern["message"]]) for one in found
        ]
        assert markers == [
            (line, column, words.removesuffix(rule))
            for (line, column, words), rule in zip(lines[matcher["severity"]], rules, strict=True)
        ]
        ruled = profile is GOOD or matcher["severity"] != "error"
        assert all(rules) if ruled else not any(rules)
        assert {one[pattern["file"]] for one in found} <= {"a profile.yaml"}


_MARKED = (("error", "error|conflict"), ("warning", "risk|advice"))


def test_a_terminal_of_80_columns_shows_each_place_at_the_beginning_of_its_line(tmp_path):
    printed = said(tmp_path, GOOD)
    shown = on_terminal(tmp_path, 80, {"NO_COLOR": "1"})
    assert max(map(len, printed.splitlines())) > 80
    assert max(map(len, shown.splitlines())) <= 80
    assert places(shown) == places(printed)
    assert re.sub(r"\s+", " ", shown) == re.sub(r"\s+", " ", printed)


def on_terminal(directory: Path, columns: int, environment: dict[str, str]) -> str:
    """The same on a terminal."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, columns))
    command = [sys.executable, "-m", "wsgigen", "check", "a profile.yaml"]
    world = {name: word for name, word in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    world |= {"TERM": "xterm", **environment}
    process = subprocess.Popen(
        command, cwd=directory, stdin=follower, stdout=follower, stderr=follower, env=world
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            if not (some := os.read(leader, 4096)):
                break
        except OSError:  # the terminal's last user has gone
            break
        shown += some
    os.close(leader)
    process.wait(timeout=60)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode()).replace("\r", "")
