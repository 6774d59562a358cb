"""Prints how files differ."""

from collections.abc import Iterable

import click

from wsgigen.tree.difference import Difference


def print_differences(differences: Iterable[Difference]) -> int:
    """Print each difference as it is found; return how many there are."""
    count = 0
    for difference in differences:
        count += 1
        click.echo(f"{difference.path} {difference.message}")
        click.echo(difference.text, nl=False)
    return count
