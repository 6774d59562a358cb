"""Say which layouts of each PROFILE conflict with Pacemaker.

A layout conflicts where it breaks Pacemaker's per-component model; other problems are listed, too.
A directory stands for the profiles in it. Every layout is judged; the findings on the chosen one
are listed, and decide the exit status: 0 no conflict, 1 a conflict, 2 unusable input. What could
not be looked at is counted, and named with what that needs by --verbose and in every other format.
"""

from contextlib import nullcontext
from pathlib import Path

import click

from wsgigen.app import check as app
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.output import print_problems
from wsgigen.registry import names
from wsgigen.text import terminal


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen check profiles/*.yaml",
        "wsgigen check controller.yaml --layout single --fail-on risk",
        "cibadmin --query > cib.xml; wsgigen check controller.yaml --cib cib.xml",
        "wsgigen check /etc/wsgigen/controller.yaml --root /",
        "wsgigen check profiles/ --sarif check.sarif --junit check.xml",
    ),
)
@click.argument("profiles", metavar="[PROFILE]...", nargs=-1, type=options.PATH)
@options.CIB
@click.option(
    "--root",
    metavar="DIR",
    type=options.PATH,
    help="Judge the files of a host below DIR too, / for this one: units with their drop-ins, and "
    "httpd's configuration.",
)
@options.LAYOUT
@options.PLATFORM
@click.option(
    "--select",
    metavar="RULE",
    multiple=True,
    shell_complete=options.completes("accept"),
    help="Check this rule only; may be given again.",
)
@click.option(
    "--ignore",
    metavar="RULE",
    multiple=True,
    shell_complete=options.completes("accept"),
    help="Do not check this rule; may be given again.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["risk", "conflict", "advice"]),
    default="conflict",
    show_default=True,
    help="Exit with 1 for findings of this severity or worse.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(names("wsgigen.check.formats")),
    default="text",
    show_default=True,
)
@click.option(
    "--sarif", metavar="FILE", type=options.PATH, help="Write the report as SARIF to FILE too."
)
@click.option(
    "--junit",
    metavar="FILE",
    type=options.PATH,
    help="Write the report as JUnit's XML to FILE too.",
)
@click.option(
    "--prove",
    is_flag=True,
    help="Have Pacemaker's crm_simulate show each conflict that it can show.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Name every rule that had nothing to look at, and what it needs.",
)
@options.gathered(app.CheckOptions)
def check(told: app.CheckOptions, form: str, sarif: Path | None, junit: Path | None) -> int:
    waits = terminal.spinner("asking Pacemaker's scheduler") if told.prove else nullcontext()
    with waits:
        checked = app.check(told)
    text = app.rendered(checked, form)
    if form == "text":
        terminal.print_coloured(text)
    else:
        click.echo(text, nl=False)
    for name, file in (("sarif", sarif), ("junit", junit)):
        if file:
            app.save_report(checked, name, file)
    print_problems(checked.problems)
    return checked.status


COMMAND = check
