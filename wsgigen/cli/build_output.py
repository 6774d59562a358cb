"""Prints what `wsgigen build` does."""

from collections.abc import Iterable

import click

from wsgigen.app.build_results import Built, LeftOver, Result, TreeComparison
from wsgigen.cli.built_output import print_built
from wsgigen.cli.differences import print_differences
from wsgigen.cli.status import ExitStatus
from wsgigen.errors import Problem, Refusal, UserError


def print_result(result: Result) -> Result:
    """Print one result, and return it; problems are for the end."""
    match result:
        case Built():
            print_built(result)
        case TreeComparison():
            _print_comparison(result)
        case LeftOver():
            click.echo(f"{result.tree}: is the tree of no profile in {result.directories}")
            click.echo(f"    accept: {result.accept}")
    return result


def status_of(results: Iterable[Result]) -> ExitStatus:
    """Return what all *results* come to; raises UserError with the problems of all."""
    problems: list[Problem] = []
    status = ExitStatus.DONE
    for result in results:
        if isinstance(result, Refusal):
            problems += result.problems
        elif not isinstance(result, Built) and result.accept:
            status = ExitStatus.DIFFERENT
    if problems:
        raise UserError(problems)
    return status


def _print_comparison(comparison: TreeComparison) -> None:
    root, profile = comparison.root, comparison.profile
    if not comparison.accept:
        click.echo(f"{root}: as {profile} says")
        return
    if comparison.exists:
        count = print_differences(comparison.differences)
        files = "1 file differs" if count == 1 else f"{count} files differ"
        click.echo(f"{root}: {files} from what {profile} says")
    else:
        click.echo(f"{root}: is not there")
    click.echo(f"    accept: {comparison.accept}")
