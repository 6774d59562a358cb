"""Rows -> lines of text in columns, or, where they do not fit, in blocks of `key: value`."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

_GAP = 2
#: A column is not made narrower than this by wrapping: text in a thinner one is not read with pleasure. A judgement.
_NARROWEST = 16


def columns(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """*headings* and *rows*, each a line; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    known = [
        _column(heading, [row[index] for row in cells]) for index, heading in enumerate(headings)
    ]
    for line in zip(*known, strict=True):
        yield "  ".join(line).rstrip()


def fitted(
    headings: Sequence[str], rows: Iterable[Sequence[object]], width: int, spare: Sequence[str] = ()
) -> Iterator[str]:
    """*headings* and *rows* in lines of at most *width*: in columns, continued below where they are long, else in blocks.

    First to go are the columns *spare*, in this order; it is said which are left out. No word is ever cut: one that is longer
    than *width* stays as long as it is.
    """
    cells = [[str(cell) for cell in row] for row in rows]
    for count in range(len(spare) + 1):
        kept = [index for index, heading in enumerate(headings) if heading not in spare[:count]]
        lines = list(
            columns(
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
    yield from columns(headings, [part for row in cells for part in _wrapped(row, widths)])


def blocks(headings: Sequence[str], rows: Iterable[Sequence[object]], width: int) -> Iterator[str]:
    """Each row as a block: its first cell, then a line for each other one that holds something."""
    for number, row in enumerate(rows):
        if number:
            yield ""
        first, *others = (str(cell) for cell in row)
        yield from filled(first, width)
        for heading, cell in zip(headings[1:], others, strict=True):
            if cell:
                yield from filled(f"  {heading}: {cell}", width)


def filled(line: str, width: int) -> list[str]:
    """*line* in pieces of at most *width*, those after the first further in; no word is cut."""
    indent = len(line) - len(line.lstrip())
    return wrap(
        line,
        width,
        subsequent_indent=" " * (indent + 4),
        break_on_hyphens=False,
        break_long_words=False,
    ) or [""]


def _widths(rows: list[list[str]], width: int) -> list[int] | None:
    """How wide each column may be, so that all fit; None where they cannot without cutting words."""
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
    """*row* in as many rows as its longest cell has lines."""
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
    """Whether *cell* is a number, or one of many: `3`, `3 of 25`."""
    part, of, whole = cell.partition(" of ")
    return part.isdigit() and (whole.isdigit() or not of)
