"""Print the completion script for SHELL."""

import click
from click.shell_completion import get_completion_class

from wsgigen.cli.command import Command


@click.command(
    cls=Command,
    help=__doc__,
    examples=("wsgigen completion bash > /etc/bash_completion.d/wsgigen",),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    script = get_completion_class(shell)
    if script:
        click.echo(script(ctx.find_root().command, {}, "wsgigen", "_WSGIGEN_COMPLETE").source())


COMMAND = completion
