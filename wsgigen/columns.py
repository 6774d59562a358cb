"""Rows -> lines of text in columns."""

from collections.abc import Iterable, Iterator, Sequence


def columns(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """*headings* and *rows*, each a line; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    known = [_column(heading, [row[index] for row in cells]) for index, heading in enumerate(headings)]
    for line in zip(*known, strict=True):
        yield "  ".join(line).rstrip()


def _column(heading: str, cells: list[str]) -> list[str]:
    width = max(map(len, (heading, *cells)))
    numbers = any(map(_number, cells)) and all(_number(cell) or cell in ("-", "unknown") for cell in cells)
    return [cell.rjust(width) if numbers else cell.ljust(width) for cell in (heading, *cells)]


def _number(cell: str) -> bool:
    """Whether *cell* is a number, or one of many: `3`, `3 of 25`."""
    part, of, whole = cell.partition(" of ")
    return part.isdigit() and (whole.isdigit() or not of)
