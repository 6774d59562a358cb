"""A template becomes a function of Python that makes the text that Jinja2 would make."""

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined

from wsgigen.render.translate import translate

VALUES = {
    "site": SimpleNamespace(name="a", tls=None, ports=(1, 2), static={"/s": "/srv"}),
    "names": ("x", "y"),
    "pairs": (("k", "v"), ("l", "w")),
    "on": True,
    "off": False,
}


def quote(value: Any) -> str:
    return f"<{value}>"


FILTERS = {"upper": str.upper}


def included(name: str, values: dict[str, Any]) -> str:
    return f"[{name} {sorted(set(values) - set(VALUES))}]"


def rendered(template: str) -> str:
    namespace: dict[str, Any] = {}
    exec(translate(template), namespace)
    return str(namespace["render"](VALUES, quote, FILTERS, included))


def by_jinja2(template: str) -> str:
    environment = Environment(
        undefined=StrictUndefined,
        finalize=quote,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment.from_string(template).render(VALUES)


@pytest.mark.parametrize(
    "template",
    [
        "plain 'text' with \"quotes\" and \\ and {# nothing #}\n",
        "{{ site.name }} {{ names }} {{ on }}",
        "{{ site.name | upper }}",
        "{% if on %}\nyes\n{% endif %}\n",
        "{% if off %}\nyes\n{% endif %}\nend\n",
        "{% if off %}a{% elif off or on %}b{% else %}c{% endif %}",
        "{% if off %}a{% elif off %}b{% else %}c{% endif %}",
        "{% if not off and on %}a{% endif +%}\nb",
        '{% if "x" in names %}a{% endif %}{% if "z" not in names %}b{% endif %}',
        '{% if site.name != "a" %}a{% endif %}{% if site.name == "a" %}b{% endif %}',
        "{% if site.tls is none %}a{% endif %}{% if site.name is not none %}b{% endif %}",
        '{{ "a" if on else "b" }}{{ "a" if off else "b" }}',
        "{% for name in names %}\n    {{ name }}\n{% endfor %}\n",
        "{% for key, value in pairs %}{{ key }}={{ value }} {% endfor %}",
        "{% for url, path in site.static.items() %}{{ url }}{{ path }}{% endfor %}",
        "{% for name in names %}{% for port in site.ports %}{{ name }}{{ port }}{% endfor %}{% endfor %}",
        "{% raw %}{{ not this }}{% endraw %}\n",
    ],
)
def test_the_text_is_what_jinja2_makes(template: str) -> None:
    assert rendered(template) == by_jinja2(template)


def test_an_included_template_has_the_values_and_the_names_of_loops() -> None:
    template = (
        '{% for name in names %}{% include "a.unit.j2" %}{% endfor %}{% include "b.unit.j2" %}'
    )
    assert rendered(template) == "[a.unit.j2 ['name']]" * 2 + "[b.unit.j2 []]"


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{% set a = 1 %}", "Assign"),
        ("{{ 1 + 2 }}", "Add"),
        ("\n{% macro a() %}{% endmacro %}", "Macro"),
        ("{{ site.name.replace('a', 'b') }}", "Call"),
        ("{{ names[0] }}", "Getitem"),
        ("{% if 1 < 2 < 3 %}{% endif %}", "Compare"),
        ("{% if site.tls is defined %}{% endif %}", "Test"),
        ("{{ names | join(',') }}", "Filter"),
        ("{{ 'a' if on }}", "CondExpr"),
        ("{% for name in names %}{% else %}a{% endfor %}", "For"),
    ],
)
def test_what_decides_or_reckons_is_refused(template: str, what: str) -> None:
    with pytest.raises(ValueError, match=rf"line \d: templates may not use {what}"):
        translate(template)
