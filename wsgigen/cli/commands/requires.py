"""List the packages that the services of PROFILE need.

They are the distribution's: httpd, mod_wsgi and the services' own.
"""

import click

from wsgigen.app.plan import required_packages
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command


@click.command(
    cls=Command,
    help=__doc__,
    examples=("dnf install $(wsgigen requires controller.yaml --platform el-9)",),
)
@options.PROFILE
@options.LAYOUT
@options.PLATFORM
@options.gathered(BuildTarget)
def requires(target: BuildTarget) -> None:
    for name in required_packages(target):
        click.echo(name)


COMMAND = requires
