"""Remove what `wsgigen build` wrote from PROFILE below the root.

A file that somebody changed stays and is named, and so does each directory that holds something
else: the exit status is then 1. Nothing is stopped: with --root / the command refuses as long as
units of the tree are active or enabled, and prints what ends that. Accounts, logs and databases
stay, and so does what another profile in that root needs. What a package installed is removed with
the package.
"""

import click

from wsgigen.app import remove as app
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.output import print_next_steps
from wsgigen.cli.status import ExitStatus
from wsgigen.errors import visible


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen remove controller.yaml",
        "wsgigen remove /etc/wsgigen/controller.yaml --root /",
    ),
)
@options.PROFILE
@click.option(
    "--root",
    metavar="DIR",
    type=options.PATH,
    help="Remove from DIR, which was built with --root DIR [default: build/PROFILE].",
)
@click.option(
    "--force", is_flag=True, help="Remove files that were changed since they were built, too."
)
@options.gathered(BuildTarget)
def remove(target: BuildTarget) -> int:
    removal = app.remove(target)
    kept = removal.removed.kept
    for problem in kept:
        click.echo(visible(f"{problem.location}: kept: {problem.message}"), err=True)
        click.echo(visible(f"    fix: {problem.fix}"), err=True)
    click.echo(f"{target.tree}: {len(removal.removed.removed)} removed, {len(kept)} kept")
    print_next_steps(removal.next_steps)
    return ExitStatus.FAILED if kept else ExitStatus.DONE


COMMAND = remove
