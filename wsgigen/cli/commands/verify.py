"""Have httpd and systemd judge what PROFILE becomes.

Runs httpd -t and systemd-analyze verify, and names what could not be run. On the host that it is
for, where its platform and the accounts of its services are, the modules of the entrypoints and
the paths that they need are looked for too, without running anything of an application.
"""

import click

from wsgigen.app import verify as app
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.status import ExitStatus
from wsgigen.host.verify.result import FAILED
from wsgigen.text import terminal


@click.command(
    cls=Command, help=__doc__, examples=("wsgigen verify controller.yaml --layout single",)
)
@options.PROFILE
@options.LAYOUT
@options.PLATFORM
@options.APACHE
@options.gathered(BuildTarget)
def verify(target: BuildTarget, apache: str | None) -> int:
    verdicts = app.verify(target, apache)
    rows = ((verdict.name, verdict.result, verdict.reason) for verdict in verdicts)
    terminal.print_table(("what", "result", "why"), rows)
    failed = [verdict for verdict in verdicts if verdict.result == FAILED]
    for verdict in failed:
        first_line = verdict.reason.partition("\n")[0]
        click.echo(f"error: {verdict.name} failed: {first_line}", err=True)
    return ExitStatus.FAILED if failed else ExitStatus.DONE


COMMAND = verify
