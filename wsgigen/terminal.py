"""Prints tables and tells of progress; dressed up on a terminal, plain everywhere else."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from textwrap import wrap
from typing import Any

import click

from wsgigen.columns import columns


def decorated() -> bool:
    """Whether stdout is a terminal and rich is installed."""
    return sys.stdout.isatty() and find_spec("rich") is not None


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print *rows* in columns; numbers to the right."""
    if decorated():
        _rich(headings, [[str(cell) for cell in row] for row in rows])
        return
    for line in columns(headings, rows):
        click.echo(line)


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Say on a terminal, and there only, what is waited for."""
    if not decorated():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    with Console().status(words):
        yield


def dressed(text: str) -> None:
    """Print *text*; on a terminal with what is grave in colours, and long lines continued below their beginning."""
    if not decorated():
        click.echo(text, nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for line in text.splitlines():
        for part in _parts(line, console.width):
            shown = Text(part)
            for found in _GRAVE.finditer(part):
                shown.stylize(_STYLES[found[0]], *found.span())
            console.print(shown, soft_wrap=True)


def _parts(line: str, width: int) -> list[str]:
    """*line* in pieces; a command, which stands far in, stays whole to be copied."""
    indent = len(line) - len(line.lstrip())
    return [line] if indent > 5 else wrap(line, width, subsequent_indent=" " * (indent + 4), break_on_hyphens=False) or [""]


#: Where severities and verdicts stand: after the place of a finding, and in a table.
_GRAVE = re.compile(r"(?:(?<=: )|^)(?:conflict|error|risk|advice)(?=: )|(?<=  )(?:conflict|risk|clean|not possible)(?=  )")


def rich_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Any:
    """The same as a table of rich, for a live display."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only on a terminal
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(str(cell), style=_STYLES.get(str(cell), "")) for cell in row))
    return grid


_STYLES = {
    "healthy": "green",
    "ok": "green",
    "failed": "bold red",
    "not healthy": "red",
    "waiting": "yellow",
    "not run": "yellow",
    "conflict": "bold red",
    "error": "bold red",
    "risk": "yellow",
    "not possible": "yellow",
    "advice": "cyan",
    "clean": "green",
}


def _rich(headings: Sequence[str], cells: list[list[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    Console().print(rich_table(headings, cells))
