"""Begin a profile, with comments, in FILE.

FILE is profile.yaml, unless another is named. On a terminal, what no option says is asked for,
unless a service is named or looked for. A service that needs more than is known is left out, as a
comment.
"""

from shlex import quote

import click

from wsgigen.app import init as app
from wsgigen.app.interview import InitOptions
from wsgigen.catalog.choices import Manager
from wsgigen.cli import options
from wsgigen.cli.command import Command
from wsgigen.cli.output import print_notes
from wsgigen.cli.prompt import asker
from wsgigen.errors import visible


@click.command(
    cls=Command,
    help=__doc__,
    examples=(
        "wsgigen init",
        "wsgigen init controller.yaml --platform el-9 --service keystone",
        "wsgigen init controller.yaml --installed --cib cib.xml",
    ),
)
@click.argument("file", default="profile.yaml", type=options.PATH)
@click.option(
    "--layout",
    metavar="LAYOUT",
    shell_complete=options.completes("layout"),
    help=f"One of {options.LAYOUTS} [default: per-service].",
)
@click.option(
    "--platform",
    metavar="PLATFORM",
    shell_complete=options.completes("platform"),
    help="Distribution that the files are for [default: this machine's].",
)
@click.option(
    "--service",
    "services",
    metavar="NAME",
    multiple=True,
    shell_complete=options.completes("services"),
    help="A service of the catalogue; may be given again.",
)
@click.option(
    "--openstack",
    metavar="RELEASE",
    help="OpenStack release [default: what is installed, else what the platform ships].",
)
@click.option(
    "--venv",
    metavar="DIR",
    help="Virtual environment that the services run from [default: the platform's packages].",
)
@click.option(
    "--server-name", metavar="HOST", help="Host name that clients use [default: this machine's]."
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    multiple=True,
    help="Address to listen on [default: all]; may be given again.",
)
@click.option(
    "--manager",
    type=click.Choice([manager.value for manager in Manager]),
    help="Who starts and stops the units [default: systemd].",
)
@click.option(
    "--installed",
    is_flag=True,
    help="Take the services whose packages are installed here, and what Apache serves here.",
)
@click.option(
    "--vhosts",
    metavar="PATH",
    multiple=True,
    type=options.PATH,
    help="Take what these files or directories of Apache's serve.",
)
@options.CIB
@click.option(
    "--schema",
    metavar="URL",
    help="Schema that editors read [default: the one installed with wsgigen].",
)
@click.option("--force", is_flag=True, help="Replace FILE.")
@options.gathered(InitOptions)
def init(told: InitOptions) -> None:
    begun = app.init(told, asker())
    print_notes(begun.notes)
    services = ", ".join(service.service for service in begun.draft.services)
    click.echo(visible(f"{told.file}: {services}; next: wsgigen check {quote(str(told.file))}"))


COMMAND = init
