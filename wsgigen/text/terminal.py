"""Prints tables and tells of progress: fitted and coloured on a terminal, plain and whole everywhere else."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import click

from wsgigen.text.columns import columns, filled, fitted


def decorated() -> bool:
    """Whether stdout is a terminal that can be drawn on again and again, and rich is installed, which does that."""
    return (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and find_spec("rich") is not None
    )


def coloured() -> bool:
    """Whether to print in colours: never with NO_COLOR, else with FORCE_COLOR, else on a terminal.

    Source: https://no-color.org, https://force-color.org: set to anything that is not empty
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], spare: Sequence[str] = ()
) -> None:
    """Print *rows* in columns; numbers to the right.

    Where a terminal is too narrow, the columns *spare* are left out, cells are continued below, or rows are printed in blocks.
    """
    for line in (
        fitted(headings, rows, _width(), spare) if sys.stdout.isatty() else columns(headings, rows)
    ):
        _print(line)


def dressed(text: str) -> None:
    """Print *text*; on a terminal long lines are continued below their beginning."""
    for line in text.splitlines():
        for part in filled(line, _width()) if sys.stdout.isatty() else [line]:
            _print(part)


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Say on a terminal, and there only, what is waited for."""
    if not decorated():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    with Console().status(words):
        yield


def drawing(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Any:
    """The table as a text of rich, for a display that is drawn again and again."""
    from rich.text import Text  # noqa: PLC0415 - only on a terminal

    return Text.from_ansi("\n".join(map(_marked, fitted(headings, rows, _width()))))


def _width() -> int:
    """Columns of the terminal; COLUMNS says otherwise."""
    return shutil.get_terminal_size().columns


def _print(line: str) -> None:
    click.echo(_marked(line), color=coloured())


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
#: Where severities and verdicts stand: after the place of a finding, and as cells of a table or of a block.
_MARKED = re.compile(
    rf"(?:(?<=: )|^)(?:conflict|error|risk|advice)(?=: )|(?:(?<=  )|(?<=: )|^)(?:{'|'.join(_CELLS)})(?=  |$)"
)


def _marked(line: str) -> str:
    """*line* with what is grave, and what is well, in colours; as it is where there are none."""
    return (
        _MARKED.sub(lambda found: f"\x1b[{_CODES[found[0]]}m{found[0]}\x1b[0m", line)
        if coloured()
        else line
    )
