"""Show how the tree below the root differs from PROFILE.

Exit status: 0 no difference, 1 a difference, 2 unusable input.
"""

import click

from wsgigen.app import diff as app
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.differences import print_differences
from wsgigen.cli.status import ExitStatus


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen diff controller.yaml",
        "wsgigen diff /etc/wsgigen/controller.yaml --root /",
    ),
)
@options.PROFILE
@options.LAYOUT
@options.PLATFORM
@click.option(
    "--root", type=options.PATH, help="Directory to compare with [default: build/PROFILE]."
)
@options.gathered(BuildTarget)
def diff(target: BuildTarget) -> int:
    differences = app.diff(target)
    return ExitStatus.DIFFERENT if print_differences(differences) else ExitStatus.DONE


COMMAND = diff
