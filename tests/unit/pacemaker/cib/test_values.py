import pytest

from wsgigen.pacemaker.cib.model import INFINITY
from wsgigen.pacemaker.cib.values import current_role, is_true, parse_score, parse_seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("10s", 10),
        (" 10 s ", 10),
        ("10sec", 10),
        ("10seconds", 10),
        ("1min", 60),
        ("2m", 120),
        ("1h", 3600),
        ("1hr", 3600),
        ("0", 0),
        ("0s", 0),
        ("1500ms", 2),
        ("500ms", 1),
        ("1us", 1),
        ("PT10S", 10),
        ("P1DT1M", 86460),
        ("P2W", 14 * 86400),
        ("", None),
        ("-1", None),
        ("soon", None),
        ("10 parsecs", None),
        ("10x", None),
        ("P1X", None),
        ("INFINITY", None),
    ],
)
def test_a_duration_is_whole_seconds_and_never_loses_a_part(text, value):
    assert parse_seconds(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("INFINITY", INFINITY),
        ("+INFINITY", INFINITY),
        ("-INFINITY", -INFINITY),
        ("-infinity", -INFINITY),
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("99999999", INFINITY),
        ("-99999999", -INFINITY),
        ("much", None),
        ("", None),
    ],
)
def test_a_score_ends_at_infinity(text, value):
    assert parse_score(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("TRUE", True),
        ("on", True),
        ("y", True),
        ("No", False),
        ("0", False),
        ("maybe", None),
        (None, None),
    ],
)
def test_yes_and_no_have_five_words_each_and_the_rest_is_the_default(text, value):
    assert {is_true(text, default=True), is_true(text, default=False)} == (
        {True, False} if value is None else {value}
    )


def test_roles_go_by_their_names_of_today():
    assert [current_role(text) for text in ("Master", "slave", "Promoted", "Started", None)] == [
        "Promoted",
        "Unpromoted",
        "Promoted",
        "Started",
        None,
    ]
