"""List the services of the catalogue, or the facts about NAME."""

import click

from wsgigen.app.catalogue import HEADINGS, service_called, service_lines, service_rows
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.text import terminal


@click.command(
    cls=Command, help=__doc__, examples=("wsgigen services", "wsgigen services keystone")
)
@click.argument("name", required=False, shell_complete=options.completes("services"))
def services(name: str | None) -> None:
    if name is None:
        terminal.print_table(HEADINGS, service_rows())
        refused = (f"refused: {service.name}: {service.why}\n" for service in UNSUPPORTED)
        terminal.print_coloured("".join(refused))
        return
    lines = service_lines(service_called(name))
    terminal.print_coloured("".join(f"{heading:<16} {words}\n" for heading, words in lines))


COMMAND = services
