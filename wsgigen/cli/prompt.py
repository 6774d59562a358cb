"""Asks a person on the terminal."""

import sys
from typing import Any

import click

from wsgigen.app.interview import Ask
from wsgigen.discover.prompts import Reader
from wsgigen.profile.value_type import InvalidValue


def asker() -> Ask | None:
    """Return what asks the person at the terminal; None where there is none."""
    return _ask if sys.stdin.isatty() else None


def _ask(question: str, default: str, read: Reader) -> Any:
    """Ask *question* on stderr until the answer can be read."""

    def read_or_ask_again(answer: str) -> object:
        try:
            return read(answer)
        except InvalidValue as invalid:
            raise click.UsageError(f"{invalid}; {invalid.fix}") from None

    return click.prompt(question, default=default, value_proc=read_or_ask_again, err=True)
