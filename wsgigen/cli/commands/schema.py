"""Print the JSON Schema of a profile, for editors and for CI.

It is of the version 2020-12.
"""

import json

import click

from wsgigen.app.schema import profile_schema, report_schema
from wsgigen.cli.command import Command


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen schema > profile.schema.json",
        "wsgigen schema --report > report.schema.json",
    ),
)
@click.option("--report", is_flag=True, help="Print the JSON Schema of the check report.")
def schema(report: bool) -> None:
    printed = report_schema() if report else profile_schema()
    click.echo(json.dumps(printed, indent=2))


COMMAND = schema
