"""Prints problems, notes and next steps, without importing click for it."""

import sys
from collections.abc import Iterable
from typing import TextIO

from wsgigen.errors import Problem, lines, visible


def print_problems(problems: Iterable[Problem]) -> None:
    """Print each problem with its way out, on stderr."""
    for line in lines(problems):
        _print(line, sys.stderr)


def print_notes(notes: Iterable[str]) -> None:
    """Print what a person should know, on stderr."""
    for note in notes:
        _print(visible(f"note: {note}"), sys.stderr)


def print_next_steps(steps: Iterable[str]) -> None:
    """Print the commands that a person should call next."""
    for step in steps:
        print_line(f"next: {step}")


def print_line(line: str) -> None:
    """Print one line of what a command is called for."""
    _print(line, sys.stdout)


def _print(line: str, stream: TextIO | None) -> None:
    """Write *line* at once; a program may be started without the stream."""
    if stream:
        stream.write(f"{line}\n")
        stream.flush()
