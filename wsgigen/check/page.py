"""A rule's page: its docstring, taken apart."""

import re
from dataclasses import dataclass
from inspect import cleandoc


@dataclass(frozen=True)
class Page:
    """`summary` is the first line; each section a heading and its lines, without the indent."""

    summary: str
    sections: tuple[tuple[str, str], ...]

    @property
    def markdown(self) -> str:
        """The sections in Markdown."""
        return "\n\n".join(f"## {heading}\n\n{words}" for heading, words in self.sections)


def page(text: str) -> Page:
    """The page of a rule's docstring."""
    summary, *parts = re.split(r"\n\n(?=\S)", cleandoc(text))
    return Page(summary, tuple(_section(part) for part in parts))


def _section(part: str) -> tuple[str, str]:
    heading, _, words = part.partition("\n")
    return heading, "\n".join(line.removeprefix("    ") for line in words.splitlines())
