"""Renders the templates of `vhost_templates/`; NAME.SYNTAX.j2 is quoted for SYNTAX."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, Undefined

from wsgigen.files.read import read_file
from wsgigen.render.compiled import Compiled
from wsgigen.render.syntax import FILTERS, SYNTAXES

_PACKAGE = Path(__file__).parent.parent
#: In the wheel, and in a checkout.
_DIRECTORIES = (_PACKAGE / "vhost_templates", _PACKAGE.parent / "vhost_templates")
#: Bytes of a template.
_LARGEST = 1024**2


def render_template(template: str, **values: Any) -> str:
    """Return the text of *template*; raises jinja2.UndefinedError for a name without a value."""
    return _template(template).render(values)


@cache
def _template(name: str) -> Template:
    return _environment(name.removesuffix(".j2").rpartition(".")[2]).get_template(name)


def _quoted(quote: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return *quote* for defined values; the text of an undefined one raises."""
    return lambda value: quote(str(value) if isinstance(value, Undefined) else value)


def _source(name: str) -> tuple[str, str, None] | None:
    """Return the text of the template *name* and its path; None where there is none."""
    for directory in _DIRECTORIES:
        path = directory / name
        if path.is_file():
            return read_file(path, _LARGEST).decode(), str(path), None
    return None


@cache
def _compiled() -> Compiled:
    return Compiled(__file__)


@cache
def _environment(syntax: str) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        undefined=StrictUndefined,
        finalize=_quoted(SYNTAXES[syntax]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - quoting is the syntax's, not HTML's
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    # A template has its values and nothing else; Jinja2 would copy the globals for every file.
    environment.globals.clear()
    environment.filters.update(FILTERS)
    return environment
