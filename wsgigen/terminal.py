"""Prints tables and tells of progress; dressed up on a terminal, plain everywhere else."""

import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any

import click


def decorated() -> bool:
    """Whether stdout is a terminal and rich is installed."""
    return sys.stdout.isatty() and find_spec("rich") is not None


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print *rows* in columns; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    if decorated():
        _rich(headings, cells)
        return
    columns = [_column(heading, [row[index] for row in cells]) for index, heading in enumerate(headings)]
    for line in zip(*columns, strict=True):
        click.echo("  ".join(line).rstrip())


def _column(heading: str, cells: list[str]) -> list[str]:
    width = max(map(len, (heading, *cells)))
    numbers = any(cell.isdigit() for cell in cells) and all(cell.isdigit() or cell in ("-", "unknown") for cell in cells)
    return [cell.rjust(width) if numbers else cell.ljust(width) for cell in (heading, *cells)]


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


_STYLES = {"healthy": "green", "ok": "green", "failed": "bold red", "not healthy": "red", "waiting": "yellow", "not run": "yellow"}


def _rich(headings: Sequence[str], cells: list[list[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    Console().print(rich_table(headings, cells))
