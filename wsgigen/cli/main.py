"""The command `wsgigen`."""

import click

from wsgigen import __version__
from wsgigen.cli.group import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Apache, mod_wsgi and systemd deployments of WSGI services, from one profile.

    Exit status: 0 done, 1 a difference or a failed verification, 2 unusable input.

    Environment: on a terminal tables fit COLUMNS; NO_COLOR prints no colours, FORCE_COLOR prints
    them into pipes too.
    """
