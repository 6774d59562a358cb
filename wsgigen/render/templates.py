"""Renders the templates of `vhost_templates/`; NAME.SYNTAX.j2 is quoted for SYNTAX."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wsgigen.render.compiled import Compiled
from wsgigen.render.syntax import FILTERS, SYNTAXES

_PACKAGE = Path(__file__).parent.parent
#: In the wheel, and in a checkout.
_DIRECTORIES = (_PACKAGE / "vhost_templates", _PACKAGE.parent / "vhost_templates")


class _Values(dict[str, Any]):
    """The values of a template; a name without one is a mistake in wsgigen."""

    def __missing__(self, name: str) -> Any:
        raise NameError(f"the template uses {name}, which has no value")


def render_template(template: str, **values: Any) -> str:
    """Return the text of *template*; raises NameError for a name without a value."""
    return _include(template, values)


def _include(template: str, values: Mapping[str, Any]) -> str:
    render, quote = _template(template)
    return render(_Values(values), quote, FILTERS, _include)


@cache
def _template(name: str) -> tuple[Callable[..., str], Callable[[Any], str]]:
    """Return the function of a template, and what quotes its values."""
    path = next(path for path in (top / name for top in _DIRECTORIES) if path.is_file())
    namespace: dict[str, Any] = {}
    exec(_compiled().code_of(path), namespace)  # noqa: S102 - made from a template of wsgigen's own
    return namespace["render"], SYNTAXES[name.removesuffix(".j2").rpartition(".")[2]]


@cache
def _compiled() -> Compiled:
    return Compiled()
