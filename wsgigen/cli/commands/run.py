"""Serve PROFILE on loopback in the foreground, until Ctrl-C.

Ctrl-C drains and stops the services. Takes the Apache of this machine, or the one embedded from
PyPI, and an unprivileged user. Ports below 1024 are served 10000 higher, and TLS is left out.
"""

import click

from wsgigen.app import run as app
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.status import ExitStatus


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen run controller.yaml",
        "wsgigen run controller.yaml --layout single --once",
    ),
)
@options.PROFILE
@options.LAYOUT
@options.APACHE
@click.option(
    "--root", type=options.PATH, help="Directory to serve from [default: a temporary one]."
)
@click.option(
    "--user",
    help="User to serve as when called by root [default: who called sudo, else nobody].",
)
@click.option("--once", is_flag=True, help="Stop as soon as every service was healthy once.")
@options.gathered(BuildTarget)
def run(target: BuildTarget, apache: str | None, user: str | None, once: bool) -> int:
    went_well = app.run(target, apache, user, once=once)
    return ExitStatus.DONE if went_well else ExitStatus.FAILED


COMMAND = run
