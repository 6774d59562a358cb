"""Prints tables, text and progress: fitted and coloured on a terminal, plain everywhere else."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import click

from wsgigen.text.columns import align, filled, fitted


def can_redraw() -> bool:
    """Tell whether stdout is a terminal that can be drawn on again, by rich, which is installed."""
    return (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and find_spec("rich") is not None
    )


def uses_colours() -> bool:
    """Tell whether to print in colours.

    Never with NO_COLOR, else with FORCE_COLOR, else on a terminal.

    Source: https://no-color.org, https://force-color.org: set to anything that is not empty
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], spare: Sequence[str] = ()
) -> None:
    """Print *rows* in columns; numbers to the right.

    If a terminal is too narrow, the columns *spare* are left out, cells are continued below, or
    rows are printed in blocks.
    """
    if sys.stdout.isatty():
        lines = fitted(headings, rows, _width(), spare)
    else:
        lines = align(headings, rows)
    for line in lines:
        _print(line)


def print_coloured(text: str) -> None:
    """Print *text*; on a terminal long lines are continued below their beginning."""
    for line in text.splitlines():
        for part in filled(line, _width()) if sys.stdout.isatty() else [line]:
            _print(part)


@contextmanager
def spinner(words: str) -> Iterator[None]:
    """Show on a terminal, and only there, what this program waits for."""
    if not can_redraw():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    with Console().status(words):
        yield


def drawn_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Any:
    """Return the table as a text of rich, for a display that is drawn again and again."""
    from rich.text import Text  # noqa: PLC0415 - only on a terminal

    return Text.from_ansi("\n".join(map(_marked, fitted(headings, rows, _width()))))


def _width() -> int:
    """Return the columns of the terminal, or what COLUMNS says."""
    return shutil.get_terminal_size().columns


def _print(line: str) -> None:
    click.echo(_marked(line), color=uses_colours())


_CODES = {
    "healthy": "32",
    "ok": "32",
    "failed": "1;31",
    "not healthy": "31",
    "waiting": "33",
    "not run": "33",
    "not looked at": "33",
    "conflict": "1;31",
    "error": "1;31",
    "risk": "33",
    "not possible": "33",
    "advice": "36",
    "clean": "32",
}
_CELLS = sorted(set(_CODES) - {"advice"}, reverse=True)  # that is a heading, too
#: Where severities and verdicts stand: after the location of a finding, and as cells of a table or
#: of a block.
_MARKED = re.compile(
    r"(?:(?<=: )|^)(?:conflict|error|risk|advice)(?=: )"
    rf"|(?:(?<=  )|(?<=: )|^)(?:{'|'.join(_CELLS)})(?=  |$)"
)


def _marked(line: str) -> str:
    """Return *line* with severities and verdicts in colours, if there are colours."""

    def colour(word: re.Match[str]) -> str:
        return f"\x1b[{_CODES[word[0]]}m{word[0]}\x1b[0m"

    return _MARKED.sub(colour, line) if uses_colours() else line
