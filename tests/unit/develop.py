"""Reads a page of docs/develop, and does what it says in a copy of the project.

A page has numbered steps. A step names one file, and its block holds the whole file, or with `diff` the
lines that are added to one (`+`) between lines that are there (` `). A step without a block is what
a program makes: `script/docs`, or `script/evidence` on hosts. The last block is a console: commands, and lines that each prints.
"""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PAGES = TOP / "docs/develop"
_COPIED = ("wsgigen", "vhost_templates", "docs", "script", "profiles", "packaging", "tests")
_STEP = re.compile(r"^\d+\. `([^`]+)`(.*?)(?=^\d+\. |^## |^```console|\Z)", re.M | re.S)
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.M | re.S)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Step:
    """One file of a change; `added` is a whole file, `lines` are those of a diff, made if neither."""

    path: str
    added: str = ""
    lines: tuple[str, ...] = ()
    by_hosts: bool = False  #: made by `script/evidence`, on hosts that boot

    @property
    def is_made(self) -> bool:
        """Return whether a program writes the file."""
        return not self.added and not self.lines


@dataclass(frozen=True)
class Command:
    """A command, and the lines that its output must contain."""

    words: tuple[str, ...]
    printed: tuple[str, ...]


def _outdented(text: str) -> str:
    lines = text.splitlines()
    depth = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "".join(f"{line[depth:]}\n" for line in lines)


def read_steps(page: Path) -> list[Step]:
    steps = []
    for path, rest in _STEP.findall(page.read_text()):
        block = _BLOCK.search(rest)
        if block is None:
            steps.append(Step(path, by_hosts="`script/evidence" in rest))
        elif block[1] == "diff":
            steps.append(Step(path, lines=tuple(_outdented(block[2]).splitlines())))
        else:
            steps.append(Step(path, added=_outdented(block[2])))
    return steps


def read_commands(page: Path) -> list[Command]:
    commands: list[Command] = []
    (console,) = _CONSOLE.findall(page.read_text())
    for line in console.splitlines():
        if line.startswith("$ "):
            commands.append(Command(tuple(shlex.split(line[2:])), ()))
        elif line != "...":
            last = commands.pop()
            commands.append(Command(last.words, (*last.printed, line)))
    return commands


def copy_project(target: Path) -> None:
    """Copy what a change may touch, without what tools leave behind."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache", "trees")
    for name in _COPIED:
        shutil.copytree(TOP / name, target / name, ignore=ignored, symlinks=True)


def apply_step(step: Step, top: Path) -> None:
    """Write a file, or add lines to it; raises AssertionError if the lines around them are not there once."""
    file = top / step.path
    if step.added:
        assert not file.exists(), f"{step.path} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(step.added)
    elif step.lines:
        before = "".join(f"{line[1:]}\n" for line in step.lines if not line.startswith("+"))
        after = "".join(f"{line[1:]}\n" for line in step.lines if not line.startswith("-"))
        text = file.read_text()
        assert text.count(f"\n{before}") == 1, f"{step.path}: not there, or not once:\n{before}"
        file.write_text(text.replace(f"\n{before}", f"\n{after}"))


def run_command(command: Command, top: Path) -> str:
    """Run a command in the copy and return "", or what is wrong with its result."""
    program, *words = command.words
    started = {
        "wsgigen": [sys.executable, "-m", "wsgigen"],
        "pytest": [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            "/dev/null",
        ],
        "cat": ["cat"],
    }.get(program, [sys.executable, str(top / program)])
    done = subprocess.run(
        [*started, *words],
        cwd=top,
        env={"PYTHONPATH": str(top), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    output = done.stdout + done.stderr
    missing = [line for line in command.printed if line not in output]
    if missing or done.returncode:
        return (
            f"{shlex.join(command.words)}: status {done.returncode}, missing {missing}:\n{output}"
        )
    return ""
