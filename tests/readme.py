"""The commands of README.md, run as they are printed, and what it says they print.

What runs is in its ```console blocks: a line that begins with `$ ` is a user's command, one with `# ` is root's. What follows a command is
what it prints, on both of its streams. `...` stands for what may vary: alone on a line for any lines, within one for any text. A command
that is shown with nothing after it has to succeed, whatever it prints. A ```yaml block whose first line is `# NAME.yaml` is that file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text()
#: The path that tests/hosts/test_readme.py walks on a booted host.
ON_A_HOST = "From a bare Debian 13 to Keystone, Placement and Glance"
#: Whose commands are scripts with tests of their own, in tests/fresh.
SCRIPTS = "Try it"


@dataclass(frozen=True)
class Command:
    """One command of the README, and the lines that it shows below it."""

    words: str
    shown: tuple[str, ...]

    def mismatch(self, status: int, printed: str) -> str:
        """Return what is not as the README says; empty when all is."""
        lines = [line.rstrip() for line in printed.strip().splitlines()]
        if not self.shown:
            return "" if status == 0 else f"exit status {status}:\n{printed}"
        if re.fullmatch("".join(map(_pattern, self.shown)), "".join(f"{line}\n" for line in lines)):
            return ""
        return "\n".join(
            (f"exit status {status}; README.md says:", *self.shown, "", "printed:", *lines)
        )


@dataclass(frozen=True)
class Section:
    """The content below one heading: the files to have, and the commands in their order."""

    heading: str
    files: dict[str, str]
    commands: tuple[Command, ...]


def sections(text: str = README) -> Iterator[Section]:
    """Return the sections that have commands."""
    for part in text.split("\n## ")[1:]:
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", part, re.S | re.M)
        named = [
            (re.match(r"# (\S+\.yaml)\n", block), block)
            for language, block in blocks
            if language == "yaml"
        ]
        commands = tuple(
            command
            for language, block in blocks
            if language == "console"
            for command in _commands(block)
        )
        if commands:
            yield Section(
                part.partition("\n")[0], {name[1]: block for name, block in named if name}, commands
            )


def section(heading: str) -> Section:
    """Return the one below *heading*."""
    return next(each for each in sections() if each.heading == heading)


def script(commands: tuple[Command, ...], mark: str) -> str:
    """Return a program for bash that runs all of *commands* in one shell, and prints *mark* and the exit status after each."""
    return "exec 2>&1\n" + "".join(
        f"{command.words}\nprintf '\\n%s %s\\n' {mark} $?\n" for command in commands
    )


def results(printed: str, mark: str) -> Iterator[tuple[int, str]]:
    """Return exit status and output of each command of a script that printed *printed*."""
    *parts, _ = re.split(rf"^{mark} (\d+)\n", printed, flags=re.M)
    for output, status in zip(parts[::2], parts[1::2], strict=True):
        yield int(status), output


def new_mark() -> str:
    """Return what no command prints."""
    return f"mark-{uuid4().hex}"


def _commands(block: str) -> Iterator[Command]:
    lines = block.splitlines()
    numbers = [number for number, line in enumerate(lines) if line.startswith(("$ ", "# "))]
    assert numbers[:1] == [0], f"a console block begins with a command: {block}"
    for first, end in zip(numbers, [*numbers[1:], len(lines)], strict=True):
        shown = "\n".join(lines[first + 1 : end]).strip("\n")
        yield Command(lines[first][2:], tuple(line.rstrip() for line in shown.splitlines()))


def _pattern(line: str) -> str:
    if line == "...":
        return r"(?:.*\n)*?"
    return ".*".join(map(re.escape, re.split(r"\.\.\.(?!\.)", line))) + r"\n"
