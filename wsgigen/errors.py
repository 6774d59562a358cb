"""Errors of the user's input: what is wrong, where, and the way out."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from wsgigen.record import record

T = TypeVar("T")
#: Keys and indices from the root of a profile down to a value.
KeyPath = tuple[str | int, ...]


class Location(NamedTuple):
    """A place in a file; line and column count from 1, and are 0 for the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *numbers])


#: The origin of a value: a place in a file, or the key of the profile that it was made from; () if
#: that is not known.
Origin = Location | KeyPath


@record
class Problem:
    """One thing that is wrong: what is so, and the way out.

    `key` is the key path in the profile; `location` is added where the file is known.
    """

    message: str
    fix: str = ""
    key: KeyPath = ()
    location: Location | None = None


class UserError(Exception):
    """The input cannot be used; carries all problems, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(lines(self.problems)))


@record
class Refusal:
    """The problems because of which there is no result."""

    problems: tuple[Problem, ...]


def attempt(make: Callable[[], T]) -> T | Refusal:
    """Return what *make* returns, or its problems if it raises UserError."""
    try:
        return make()
    except UserError as error:
        return Refusal(error.problems)


def lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield `place: error: what is so`, then the way out, indented."""
    for problem in problems:
        place = f"{problem.location}: " if problem.location else ""
        yield visible(f"{place}error: {problem.message}")
        if problem.fix:
            yield visible(f"    fix: {problem.fix}")


def visible(line: str) -> str:
    """Return *line* with escapes for what could end it, move the cursor or not be encoded.

    Messages repeat the user's words.
    """
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)


def suggest(word: str, names: Iterable[str]) -> str:
    """Return the way out for an unknown word: the nearest of *names*, or all of them."""
    choices = sorted(names)
    from difflib import get_close_matches  # noqa: PLC0415 - most profiles have no mistake

    near = get_close_matches(word, choices, n=1)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(choices)}"
