"""Prints problems, notes and next steps."""

from collections.abc import Iterable

import click

from wsgigen.errors import Problem, lines, visible


def print_problems(problems: Iterable[Problem]) -> None:
    """Print each problem with its way out, on stderr."""
    for line in lines(problems):
        click.echo(line, err=True)


def print_notes(notes: Iterable[str]) -> None:
    """Print what a person should know, on stderr."""
    for note in notes:
        click.echo(visible(f"note: {note}"), err=True)


def print_next_steps(steps: Iterable[str]) -> None:
    """Print the commands that a person should call next."""
    for step in steps:
        click.echo(f"next: {step}")
