"""The page of a rule: its docstring, taken apart."""

import re
from inspect import cleandoc

from wsgigen.record import record


@record
class Page:
    """The page of one rule: its first line, and each section's heading and text."""

    summary: str
    sections: tuple[tuple[str, str], ...]

    @property
    def markdown(self) -> str:
        """Return the sections in Markdown."""
        return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in self.sections)


def page(docstring: str) -> Page:
    """Return the page that *docstring* holds."""
    summary, *parts = re.split(r"\n\n(?=\S)", cleandoc(docstring))
    return Page(summary, tuple(_section(part) for part in parts))


def _section(part: str) -> tuple[str, str]:
    heading, _, text = part.partition("\n")
    return heading, "\n".join(line.removeprefix("    ") for line in text.splitlines())
