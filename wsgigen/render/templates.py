"""Fills the templates of `vhost_templates/`; a template's syntax is the part of its name before `.j2`."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, Undefined

from wsgigen.render.compiled import Compiled
from wsgigen.render.syntax import FILTERS, SYNTAXES

_PACKAGE = Path(__file__).parent.parent
#: In the wheel, and in a checkout.
_DIRECTORIES = (_PACKAGE / "vhost_templates", _PACKAGE.parent / "vhost_templates")


def render_template(template: str, **values: Any) -> str:
    """The text of *template*. Raises what Jinja2 raises for a name that is not given."""
    return _template(template).render(values)


@cache
def _template(name: str) -> Template:
    return _environment(name.removesuffix(".j2").rpartition(".")[2]).get_template(name)


def _quoted(quote: Callable[[Any], str]) -> Callable[[Any], str]:
    """*quote*, which never sees a name that is not given: its text raises."""
    return lambda value: quote(str(value) if isinstance(value, Undefined) else value)


@cache
def _compiled() -> Compiled:
    return Compiled(__file__)


@cache
def _environment(syntax: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_DIRECTORIES),
        undefined=StrictUndefined,
        finalize=_quoted(SYNTAXES[syntax]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - quoting is the syntax's, not HTML's
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    environment.globals.clear()  # a template knows what it is given; Jinja2 would copy these for every file
    environment.filters.update(FILTERS)
    return environment
