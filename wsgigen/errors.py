"""The one shape of all that can be wrong."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from wsgigen.record import record

T = TypeVar("T")
#: Keys and indices from the root of a profile down to a value.
KeyPath = tuple[str | int, ...]


class Location(NamedTuple):
    """Where in a file; line and column count from 1, 0 when the whole file is meant."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *numbers])


#: Where a value is from: a place in a file, or the key of the profile that it was made from; () when that is not known.
Origin = Location | KeyPath


@record
class Problem:
    """One thing that is wrong: what is so, and the way out.

    `key` is the key path in the profile; `location` is filled in by whoever knows the file.
    """

    message: str
    fix: str = ""
    key: KeyPath = ()
    location: Location | None = None


class UserError(Exception):
    """What the user gave cannot be used; carries every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(lines(self.problems)))


@record
class Refusal:
    """A result that cannot be had, and why."""

    problems: tuple[Problem, ...]


def attempt(make: Callable[[], T]) -> T | Refusal:
    """Return what *make* returns, or as a value why it raised UserError."""
    try:
        return make()
    except UserError as error:
        return Refusal(error.problems)


def lines(problems: Iterable[Problem]) -> Iterator[str]:
    """`place: error: what is so`, then the way out, indented."""
    for problem in problems:
        yield visible(
            f"{problem.location}: error: {problem.message}"
            if problem.location
            else f"error: {problem.message}"
        )
        if problem.fix:
            yield visible(f"    fix: {problem.fix}")


def visible(line: str) -> str:
    """*line* with what could end it, move the cursor or not be encoded as escapes: messages repeat the user's words."""
    return (
        line
        if line.isprintable()
        else "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)
    )


def suggest(word: str, known: Iterable[str]) -> str:
    """The way out for an unknown word: the nearest known one, or all of them."""
    choices = sorted(known)
    from difflib import get_close_matches  # noqa: PLC0415 - most profiles have no mistake

    near = get_close_matches(word, choices, n=1)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(choices)}"
