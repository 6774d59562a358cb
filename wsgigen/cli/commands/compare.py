"""Show what each layout of PROFILE costs, side by side.

Shown are the verdict, the reach of each action, the processes and the recovery. Counted are the
services of one node that lose requests, for the service where it is worst; the layout of the
profile has a star.
"""

import json
from pathlib import Path

import click

from wsgigen.app import compare as app
from wsgigen.app.target import BuildTarget
from wsgigen.check import compare as comparison
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.text import terminal


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen compare controller.yaml",
        "wsgigen compare plain.yaml --format json | jq '.layouts[].reach.stop'",
    ),
)
@options.PROFILE
@options.CIB
@options.PLATFORM
@options.FORMAT
@options.gathered(BuildTarget)
def compare(target: BuildTarget, cib: Path | None, form: str) -> None:
    report = app.compare(target, cib)
    if form == "json":
        click.echo(json.dumps(comparison.to_json(report), indent=2))
        return
    terminal.print_table(comparison.headings(report), comparison.rows(report))
    notes = (f"note: {note.message}" for note in report.notes)
    lines = ("", *comparison.formulas(report), *notes)
    terminal.print_coloured("".join(f"{line}\n" for line in lines))


COMMAND = compare
