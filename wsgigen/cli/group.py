"""The group of all commands: lists them without importing, imports the one that is called."""

import errno
import os
import signal
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from io import TextIOWrapper
from typing import Any, NoReturn, cast

import click
from click.shell_completion import CompletionItem

from wsgigen import registry
from wsgigen.cli.output import print_problems
from wsgigen.cli.status import ExitStatus
from wsgigen.errors import UserError

#: Errors of a write that tell of the disk, not of a mistake of this program.
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class CommandsByName(Mapping[str, click.Command]):
    """The commands of a package, one a module; a command is imported when it is looked up."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command | None = registry.find(self._package, name, "COMMAND")
        if command is None:
            raise KeyError(name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(registry.names(self._package))

    def __len__(self) -> int:
        return len(registry.names(self._package))

    def summaries(self) -> Iterator[click.Command]:
        """Yield for each command one that can only be listed: a name, and what it is for."""
        for name in self:
            yield click.Command(name, help=registry.summary(self._package, name))


class Commands(click.Group):
    """Runs a command, and exits with its status, with 2 for unusable input, or by SIGPIPE."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._by_name = CommandsByName("wsgigen.cli.commands")
        self.commands = cast(MutableMapping[str, click.Command], self._by_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        click.Group(commands=list(self._by_name.summaries())).format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing it, or an option."""
        items = [
            CompletionItem(command.name, help=command.get_short_help_str())
            for command in self._by_name.summaries()
            if str(command.name).startswith(incomplete)
        ]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and say so where stdout is a file on a full disk.

        Names of files may hold what no encoding knows.
        """
        try:
            if isinstance(sys.stdout, TextIOWrapper):
                # This writes what a build with nothing to do could not write before.
                sys.stdout.reconfigure(errors="backslashreplace")
            return super().main(*args, **extra)
        except BrokenPipeError:
            _end_by_sigpipe()
        except OSError as error:
            if error.errno not in _DISK_ERRORS:
                raise
            # Python would fail once more when it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"error: the output cannot be written: {error.strerror}", err=True)
            sys.exit(ExitStatus.FAILED)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse, which prints --help and --version."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            _end_by_sigpipe()

    def invoke(self, ctx: click.Context) -> NoReturn:
        """Run the command that is called, and exit."""
        try:
            ctx.exit(super().invoke(ctx) or ExitStatus.DONE)
        except UserError as error:
            print_problems(error.problems)
            ctx.exit(ExitStatus.UNUSABLE)
        except BrokenPipeError:
            _end_by_sigpipe()


def _end_by_sigpipe() -> NoReturn:
    """End as programs do whose reader has gone: click would exit with 1, which is a verdict."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    sys.exit(128 + signal.SIGPIPE)  # where SIGPIPE is blocked: what a shell would report
