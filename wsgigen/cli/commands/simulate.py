"""Ask Pacemaker's scheduler about the cluster of PROFILE.

Shows where Pacemaker is wrong: its actions are replayed on the units that the layout really has,
and what its monitors would find is fed back, until nothing changes or a state comes back. A NAME
is a service or a resource. Exit status: 0 what Pacemaker believes is true to the end, 1 it is not,
2 unusable input or no crm_simulate.
"""

import json
from pathlib import Path

import click

from wsgigen.app import simulate as app
from wsgigen.app.target import BuildTarget
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.status import ExitStatus
from wsgigen.simulate import to_json, to_text
from wsgigen.text import terminal


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen simulate controller.yaml --layout single --stop keystone",
        "wsgigen simulate controller.yaml --layout single --ban nova-api",
        "wsgigen simulate controller.yaml --cib cib.xml --fail keystone --node ctl2",
    ),
)
@options.PROFILE
@click.option(
    "--cib",
    metavar="FILE",
    type=options.PATH,
    help="Ask about this cluster: the output of `cibadmin --query`.",
)
@options.LAYOUT
@options.PLATFORM
@click.option("--stop", metavar="NAME", help="Stop a resource.")
@click.option(
    "--fail", metavar="NAME", help="Let a resource's monitor fail once, though its unit runs."
)
@click.option("--ban", metavar="NAME", help="Ban a resource from a node.")
@click.option("--standby", metavar="NODE", help="Put a node in standby.")
@click.option(
    "--add",
    metavar="NAME",
    help="Add a service of the profile again, active/passive, where its layout puts it.",
)
@click.option(
    "--node", metavar="NODE", help="Where to fail or ban [default: the first where it runs]."
)
@options.FORMAT
@options.gathered(BuildTarget)
def simulate(
    target: BuildTarget, cib: Path | None, node: str | None, form: str, **actions: str | None
) -> int:
    with terminal.spinner("asking Pacemaker's scheduler"):
        transcript = app.simulate(target, cib, actions, node)
    if form == "json":
        click.echo(json.dumps(to_json.to_json(transcript), indent=2))
    else:
        terminal.print_coloured("".join(f"{line}\n" for line in (*to_text.lines(transcript), "")))
        terminal.print_table(to_text.HEADINGS, to_text.rows(transcript))
        terminal.print_coloured(
            "".join(f"{line}\n" for line in ("", *to_text.summary_lines(transcript)))
        )
    return ExitStatus.DONE if transcript.agrees else ExitStatus.DIFFERENT


COMMAND = simulate
