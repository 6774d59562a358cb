import ast
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.reading import apache_words, unit_words
from wsgigen.render import syntax
from wsgigen.render.syntax import FILTERS, SYNTAXES, Raw

_CONTROL = [*map(chr, range(32)), *map(chr, range(127, 160)), "\u2028", "\u2029", "\ud800"]
_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029")),
    st.text("\"'\\ $%{}#;<>=|[]()`\u00a0aA1/", max_size=20),
)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        pytest.param("apache", "plain-1.0/a_b:c@d", "plain-1.0/a_b:c@d", id="apache: plain"),
        pytest.param("apache", "a b", '"a b"', id="apache: space"),
        pytest.param("apache", "", '""', id="apache: empty"),
        pytest.param("apache", 'a"b', '"a\\"b"', id="apache: quote"),
        pytest.param("apache", "a\\", '"a\\\\"', id="apache: backslash at the end"),
        pytest.param("apache", "a>b", '"a>b"', id="apache: end of a section"),
        pytest.param("apache", "#a", '"#a"', id="apache: comment"),
        pytest.param("apache", "50%", '"50%"', id="apache: percent"),
        pytest.param("apache", "$1", '"$1"', id="apache: dollar"),
        pytest.param("apache", "*:80", "*:80", id="apache: wildcard"),
        pytest.param("apache", "[::1]:80", "[::1]:80", id="apache: IPv6"),
        pytest.param("apache", 5, "5", id="apache: number"),
        pytest.param("apache", ("a", "b c", 3), 'a "b c" 3', id="apache: words"),
        pytest.param("apache", PurePosixPath("/a b"), '"/a b"', id="apache: path"),
        pytest.param("apache", Raw('as "it" is'), 'as "it" is', id="apache: raw"),
        pytest.param("apache", "größe", '"größe"', id="apache: letters"),
        pytest.param("unit", "a b", '"a b"', id="unit: space"),
        pytest.param("unit", "", '""', id="unit: empty"),
        pytest.param("unit", "50%i", '"50%%i"', id="unit: specifier"),
        pytest.param("unit", 'a"b\\', '"a\\"b\\\\"', id="unit: quote and backslash"),
        pytest.param("unit", ";", '";"', id="unit: separator of commands"),
        pytest.param("unit", "#a", '"#a"', id="unit: comment"),
        pytest.param("unit", ("-t", 5), "-t 5", id="unit: words"),
        pytest.param("words", "50% a", '"50%% a"', id="words: specifier"),
        pytest.param("python", "a\"'\\", "'a\"\\'\\\\'", id="python: quotes"),
        pytest.param("python", "größe\u2028", "'gr\\xf6\\xdfe\\u2028'", id="python: ASCII"),
        pytest.param("python", ("a", "b"), "['a', 'b']", id="python: list"),
        pytest.param("python", 5, "5", id="python: number"),
    ],
)
def test_values(name, value, text):
    assert SYNTAXES[name](value) == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            pytest.param("apache", value, id=f"apache: {value}")
            for value in ("${HOME}", "a${b", "/x/${")
        ),
        *(
            pytest.param(name, value, id=f"{name}: {value}")
            for name in ("unit", "words")
            for value in ("$HOME", "${A}", "$", "a$$")
        ),
    ],
)
def test_variables_are_refused(name, value):
    with pytest.raises(ValueError, match="cannot be written"):
        SYNTAXES[name](value)


@pytest.mark.parametrize("name", ["apache", "unit", "words", "comment", "text"])
@pytest.mark.parametrize("where", ["{}", "a{}", "{}a", "a {} b", '"{}'])
def test_control_characters_are_refused(name, where):
    for char in _CONTROL:
        with pytest.raises(ValueError, match="cannot be written"):
            {**SYNTAXES, **FILTERS}[name](where.format(char))


@pytest.mark.parametrize("name", ["apache", "unit", "words"])
@pytest.mark.parametrize("value", [True, None, 1.5, object, {"a": 1}, b"a", ("a", None)], ids=repr)
def test_what_has_no_text_is_refused(name, value):
    with pytest.raises(TypeError, match="has no text"):
        SYNTAXES[name](value)


@given(words=st.lists(_TEXT, min_size=1))
def test_httpd_reads_the_same_words_again(words):
    allowed = [word for word in words if "${" not in word]
    line = syntax.apache(tuple(allowed))
    assert "\n" not in line
    assert apache_words(line) == allowed
    assert all(
        apache_words(f"name={syntax.apache(word)}", raw=True) == [f"name={word}"]
        for word in allowed
    )


@pytest.mark.parametrize("name", ["unit", "words"])
@given(words=st.lists(_TEXT, min_size=1))
def test_systemd_reads_the_same_words_again(name, words):
    allowed = [word for word in words if "$" not in word]
    line = SYNTAXES[name](tuple(allowed))
    assert "\n" not in line
    assert unit_words(line, specifiers=False) == allowed
    assert line.count("%") == 2 * "".join(allowed).count("%")


@given(value=st.one_of(st.text(), st.lists(st.text()).map(tuple), st.integers()))
def test_python_reads_the_same_value_again(value):
    literal = syntax.python(value)
    assert literal.isascii()
    assert "\n" not in literal
    assert ast.literal_eval(literal) == (list(value) if isinstance(value, tuple) else value)


@given(values=st.lists(st.text(), max_size=4))
def test_arguments_are_literals(values):
    tree = ast.parse(f"f{syntax.arguments(tuple(values))}", mode="eval").body
    assert isinstance(tree, ast.Call)
    assert [ast.literal_eval(one) for one in tree.args] == values


@pytest.mark.parametrize("value", ["a", "a.b_c", "_a.B1"])
def test_identifiers_stand_as_they_are(value):
    assert syntax.identifier(value) == value


@pytest.mark.parametrize(
    "value", ["", "a.", ".a", "a..b", "1a", "a b", "a;b", "a\n", "a()", "ä", "a-b"]
)
def test_what_is_no_identifier_is_refused(value):
    with pytest.raises(ValueError, match="is not a Python name"):
        syntax.identifier(value)


@given(value=_TEXT)
def test_a_comment_does_not_continue_on_the_next_line(value):
    assert not syntax.comment(value).endswith("\\")


@given(value=_TEXT)
def test_a_description_has_no_specifier_and_does_not_continue(value):
    written = syntax.text(value)
    assert not written.endswith("\\")
    assert written.replace("%%", "%") == value.rstrip("\\")
    assert written.count("%") == 2 * value.count("%")


@pytest.mark.parametrize(
    ("value", "stands"),
    [("/usr/bin/python3", True), ("/opt/my python", False), ("/a#b", False), ("/a\tb", False)],
)
def test_an_interpreter_is_a_plain_path(value, stands):
    if stands:
        assert syntax.bare(PurePosixPath(value)) == value
        return
    with pytest.raises(ValueError, match="cannot stand in a #! line"):
        syntax.bare(PurePosixPath(value))
