"""Show what PROFILE becomes: instances, units, ports, timeouts.

Times are in seconds. client: how long a client waits, then gets 504. work: how long a request may
take, then its process is killed. balancer: how long a load balancer has to wait at least.
"""

import json

import click

from wsgigen.app import show as app
from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.text import terminal


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen show controller.yaml --layout single",
        "wsgigen show controller.yaml --format json | jq '.instances[].unit'",
    ),
)
@options.PROFILE
@options.LAYOUT
@options.PLATFORM
@options.FORMAT
@options.gathered(BuildTarget)
def show(target: BuildTarget, form: str) -> None:
    plan = load_plan(target)
    if form == "json":
        click.echo(json.dumps(app.plan_json(plan), indent=2))
        return
    terminal.print_table(app.HEADINGS, app.plan_rows(plan), app.SPARE)
    terminal.print_coloured("".join(f"note: {note}\n" for note in plan.notes))


COMMAND = show
