"""Rows -> lines of text in columns, or, where they do not fit, in blocks of `key: value`."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

_GAP = 2
#: Wrapping makes no column narrower: text in a thinner one is hard to read. A judgement.
_NARROWEST = 16


def align(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield *headings* and *rows*, a line each; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    columns = [
        _column(heading, [row[index] for row in cells]) for index, heading in enumerate(headings)
    ]
    for line in zip(*columns, strict=True):
        yield "  ".join(line).rstrip()


def fitted(
    headings: Sequence[str], rows: Iterable[Sequence[object]], width: int, spare: Sequence[str] = ()
) -> Iterator[str]:
    """Yield *headings* and *rows* in lines of at most *width*.

    They are in columns, where long cells are continued below, else in blocks. The columns *spare*
    are left out first, in this order, and named. No word is cut: one that is longer than *width*
    stays as it is.
    """
    cells = [[str(cell) for cell in row] for row in rows]
    for count in range(len(spare) + 1):
        kept = [index for index, heading in enumerate(headings) if heading not in spare[:count]]
        lines = list(
            align(
                [headings[index] for index in kept],
                ([row[index] for index in kept] for row in cells),
            )
        )
        if max(map(len, lines)) <= width:
            yield from lines
            if count:
                yield from filled(
                    f"left out, since the terminal is narrow: {', '.join(spare[:count])}", width
                )
            return
    widths = _widths([list(headings), *cells], width)
    if widths is None:
        yield from blocks(headings, cells, width)
        return
    yield from align(headings, [part for row in cells for part in _wrapped(row, widths)])


def blocks(headings: Sequence[str], rows: Iterable[Sequence[object]], width: int) -> Iterator[str]:
    """Yield each row as a block: its first cell, then a line for each other that is not empty."""
    for number, row in enumerate(rows):
        if number:
            yield ""
        first, *others = (str(cell) for cell in row)
        yield from filled(first, width)
        for heading, cell in zip(headings[1:], others, strict=True):
            if cell:
                yield from filled(f"  {heading}: {cell}", width)


def filled(line: str, width: int) -> list[str]:
    """Return *line* in pieces of at most *width*, indented after the first; no word is cut."""
    indent = len(line) - len(line.lstrip())
    return wrap(
        line,
        width,
        subsequent_indent=" " * (indent + 4),
        break_on_hyphens=False,
        break_long_words=False,
    ) or [""]


def _widths(rows: list[list[str]], width: int) -> list[int] | None:
    """Return how wide each column may be, so that all fit; None if words would have to be cut."""
    by_column = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in by_column]
    least = [
        max(min(wide, _NARROWEST), *(len(word) for cell in column for word in cell.split()), 0)
        for wide, column in zip(widths, by_column, strict=True)
    ]
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        index = max(
            range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index])
        )
        if widths[index] <= least[index]:
            return None
        widths[index] -= 1
    return widths


def _wrapped(row: list[str], widths: list[int]) -> Iterator[list[str]]:
    """Yield *row* as so many rows as its longest cell has lines."""
    parts = [
        wrap(cell, width, break_on_hyphens=False, break_long_words=False)
        if len(cell) > width
        else [cell]
        for cell, width in zip(row, widths, strict=True)
    ]
    for index in range(max(map(len, parts))):
        yield [part[index] if index < len(part) else "" for part in parts]


def _column(heading: str, cells: list[str]) -> list[str]:
    width = max(map(len, (heading, *cells)))
    numbers = any(map(_number, cells)) and all(
        _number(cell) or cell in ("", "-", "unknown") for cell in cells
    )
    return [cell.rjust(width) if numbers else cell.ljust(width) for cell in (heading, *cells)]


def _number(cell: str) -> bool:
    """Tell whether *cell* is a number, or a number of many: `3`, `3 of 25`."""
    part, of, whole = cell.partition(" of ")
    return part.isdigit() and (whole.isdigit() or not of)
