import re
from pathlib import Path

import pytest

import wsgigen
from wsgigen.render.syntax import SYNTAXES
from wsgigen.render.templates import render_template

_TEMPLATES = sorted((Path(wsgigen.__file__).parent.parent / "vhost_templates").glob("*.j2"))


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_the_name_of_a_template_tells_its_syntax(path):
    assert re.fullmatch(r"[a-z-]+\.(\w+)\.j2", path.name)[1] in SYNTAXES


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_no_template_goes_around_its_syntax(path):
    text = path.read_text()
    assert not re.search(r"\|\s*(safe|e|escape|tojson|join|replace|format)\b|autoescape|Raw", text)
    assert text.endswith("\n")
    assert "\t" not in text


def test_a_value_is_quoted_by_the_syntax_of_its_template():
    assert '"/srv/my 100%% app"' in render_template(
        "accounts.words.j2", groups=(), users=(("a", "a", "/srv/my 100% app"),)
    )


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(NameError):
        render_template("accounts.words.j2", groups=())


def test_a_value_that_has_no_text_is_an_error():
    with pytest.raises(TypeError):
        render_template("accounts.words.j2", groups=(), users=(("a", "a", None),))
