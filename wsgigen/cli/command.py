"""A command whose help ends with examples, and that takes no empty words."""

from collections.abc import Iterator
from inspect import cleandoc
from itertools import pairwise
from typing import Any

import click

from wsgigen.errors import Location, Problem, UserError


class Command(click.Command):
    """One command of wsgigen."""

    def __init__(self, name: str, *, help: str, examples: tuple[str, ...], **more: Any) -> None:
        heading = "Example:" if len(examples) == 1 else "Examples:"
        listed = "\n".join(("\b", heading, *(f"  {example}" for example in examples)))
        super().__init__(name, help=f"{cleandoc(help)}\n\n{listed}", **more)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; raises UserError for the first empty word.

        A variable that a shell does not have would be a name, or the current directory.
        """
        if not ctx.resilient_parsing and (problem := next(_empty_words(args), None)):
            raise UserError([problem])
        return super().parse_args(ctx, args)


def _empty_words(args: list[str]) -> Iterator[Problem]:
    for before, word in pairwise(["", *args]):
        if not word or (word.startswith("--") and word.endswith("=")):
            option = word.removesuffix("=") or (before if before.startswith("-") else "")
            yield Problem(
                "is empty" if option else "an argument is empty",
                "give it a value, or leave it out",
                location=Location(option) if option else None,
            )
