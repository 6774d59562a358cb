"""Names in a sentence, and how many are left out."""

import pytest

from wsgigen.text.phrases import join_some


@pytest.mark.parametrize(
    ("names", "most", "phrase"),
    [
        ("", 4, ""),
        ("a", 4, "a"),
        ("abcd", 4, "a, b, c, d"),
        ("abcde", 4, "a, b, c, d, e"),
        ("abcdef", 4, "a, b, c, d and 2 more"),
        ("abcdefgh", 4, "a, b, c, d and 4 more"),
        ("dacb", 4, "d, a, c, b"),
        ("abc", 1, "a and 2 more"),
        ("ab", 1, "a, b"),
    ],
)
def test_more_than_one_too_many_is_counted(names, most, phrase):
    assert join_some(names, most) == phrase


def test_four_are_told_unless_another_number_is_given():
    assert join_some("abcdef") == join_some("abcdef", 4)


def test_a_name_is_told_and_counted_once():
    assert join_some("ababcdabeef") == "a, b, c, d and 2 more"
