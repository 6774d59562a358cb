"""The arguments and options that several commands take."""

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from wsgigen.app.names import names
from wsgigen.registry import names as names_in

T = TypeVar("T")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_ShellComplete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def completes(key: str) -> _ShellComplete:
    """Return what completes a word in a shell: the names that *key* of a profile takes."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [
            CompletionItem(name, help=about)
            for name, about in names(key).items()
            if name.startswith(incomplete)
        ]

    return complete


def gathered(model: type[T]) -> Decorator:
    """Return a decorator: what *model* has a field for is given to the command as one value."""
    names = [field.name for field in fields(cast(Any, model))]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def call(**given: Any) -> Any:
            value = model(**{name: given.pop(name) for name in names if name in given})
            return command(value, **given)

        return call

    return decorate


PATH = click.Path(path_type=Path)
LAYOUTS = ", ".join(names_in("wsgigen.plan.layouts"))
PROFILE = click.argument("profile", type=PATH)
PROFILES = click.argument("profiles", metavar="PROFILE...", nargs=-1, required=True, type=PATH)
LAYOUT = click.option(
    "--layout",
    metavar="LAYOUT",
    shell_complete=completes("layout"),
    help=f"Use this layout instead of the profile's: {LAYOUTS}.",
)
PLATFORM = click.option(
    "--platform",
    metavar="PLATFORM",
    shell_complete=completes("platform"),
    help="Use this platform instead of the profile's.",
)
APACHE = click.option(
    "--apache",
    type=click.Choice(["system", "embedded"]),
    help="Use this Apache [default: the system's, else the embedded].",
)
CIB = click.option(
    "--cib",
    metavar="FILE",
    type=PATH,
    help="Judge this cluster too: the output of `cibadmin --query`.",
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
