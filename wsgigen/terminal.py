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
    widths = [max(len(row[index]) for row in [list(headings), *cells]) for index in range(len(headings))]
    for row in [list(headings), *cells]:
        click.echo("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _padded(cell: str, width: int) -> str:
    return cell.rjust(width) if cell.replace(".", "").isdigit() else cell.ljust(width)


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
