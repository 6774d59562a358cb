"""Tables that fit, and never a word that is cut."""

from hypothesis import given
from hypothesis import strategies as st

from wsgigen.text.columns import align, fitted

HEADINGS = (
    "unit",
    "service",
    "address",
    "daemons",
    "client",
    "work",
    "balancer",
    "user",
    "manager",
)
ROW = ("wsgi-keystone.service", "keystone", "*:5000", "2 x 1", 70, 90, 80, "keystone", "systemd")
WORDS = st.text("abc-.:/", min_size=1, max_size=30)
TABLES = st.lists(
    st.tuples(WORDS, st.lists(WORDS, max_size=12).map(" ".join), st.integers(0, 10**6)),
    min_size=1,
    max_size=5,
)


def test_what_fits_is_the_same_as_without_a_terminal() -> None:
    whole = list(align(HEADINGS, [ROW]))
    assert list(fitted(HEADINGS, [ROW], max(map(len, whole)), ("manager",))) == whole


def test_spare_columns_are_left_out_first_and_named() -> None:
    narrow = list(align(HEADINGS[:-1], [ROW[:-1]]))
    *table, note = fitted(HEADINGS, [ROW], max(map(len, narrow)), ("manager", "user"))
    assert table == narrow
    assert note == "left out, since the terminal is narrow: manager"


def test_what_cannot_fit_in_columns_becomes_blocks() -> None:
    assert list(fitted(HEADINGS[:4], [ROW[:4], ("wsgi-a.service", "a", "", "1 x 1")], 30)) == [
        "wsgi-keystone.service",
        "  service: keystone",
        "  address: *:5000",
        "  daemons: 2 x 1",
        "",
        "wsgi-a.service",
        "  service: a",
        "  daemons: 1 x 1",
    ]


def test_a_long_text_is_continued_in_its_column() -> None:
    rows = [
        ("httpd -t", "failed", "it is not possible to say in a few words why"),
        ("unit", "ok", ""),
    ]
    assert list(fitted(("what", "result", "why"), rows, 42)) == [
        "what      result  why",
        "httpd -t  failed  it is not possible to",
        "                  say in a few words why",
        "unit      ok",
    ]


def test_a_word_that_is_longer_than_the_terminal_stays_whole() -> None:
    assert "  why: " + "x" * 50 in "\n".join(
        fitted(("what", "why"), [("a", "x" * 50)], 20)
    ).replace("\n      ", " ")


@given(TABLES, st.integers(1, 120))
def test_no_line_is_too_long_and_no_word_is_cut(
    rows: list[tuple[str, str, int]], width: int
) -> None:
    lines = list(fitted(("name", "why", "number"), rows, width))
    longest = max(len(word) for line in lines for word in line.split())
    assert max(map(len, lines)) <= max(width, 6 + longest)
    printed = {word for line in lines for word in line.split()}
    assert {word for row in rows for cell in row for word in str(cell).split()} <= printed
