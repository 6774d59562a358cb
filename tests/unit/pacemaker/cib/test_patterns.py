"""Patterns of resources: which are tried, and what they match."""

import re

import pytest

from wsgigen.pacemaker.cib.patterns import compiled, matches


@pytest.mark.parametrize(
    ("pattern", "name", "matched"),
    [
        ("keystone", "openstack-keystone-clone", True),
        ("^keystone", "openstack-keystone", False),
        ("^keystone$", "keystone", True),
        ("^keystone$", "keystone-clone", False),
        ("key.tone", "keystone", True),
        (r"key\.tone", "keystone", False),
        ("nova|glance", "glance-api", True),
        ("^(nova|glance)-api$", "glance-api", True),
        ("^(nova|glance)-api$", "heat-api", False),
        ("^[a-m]", "glance", True),
        ("^[^a-m]", "glance", False),
        ("^no*va$", "noova", True),
        ("^no+va$", "nva", False),
        ("^no?va$", "nva", True),
        ("Keystone", "keystone", False),
        ("", "keystone", True),
    ],
)
def test_a_plain_expression_is_matched_anywhere_in_a_name(pattern, name, matched):
    expression = compiled(pattern)
    assert expression
    assert matches(expression, name) is matched


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a+)+b", "a group that is repeated"),
        ("(a|aa)*", "a group that is repeated"),
        ("a*b*c*", "three repetitions"),
        ("(a)(b)(c)", "three groups"),
        ("a**", "repeated twice"),
        ("a+?", "lazy to Python, an error to POSIX"),
        ("*a", "nothing to repeat"),
        ("(*a)", "nothing to repeat"),
        ("a|*b", "nothing to repeat"),
        ("a{2}", "a bound"),
        ("[[:alpha:]]", "a class of POSIX"),
        (r"\d", "a class of Python"),
        (r"\bnova", "an assertion of Python"),
        (r"(a)\1", "a reference"),
        ("(?i)nova", "a flag of Python"),
        ("(?=nova)", "an assertion of Python"),
        ("(nova", "not closed"),
        ("nova)", "not opened"),
        ("[nova", "not closed"),
        ("nova\\", "escapes nothing"),
        ("[z-a]", "a range of nothing"),
    ],
)
def test_what_may_mean_something_else_or_never_end_is_not_tried(pattern, why):
    assert compiled(pattern) is None, why


@pytest.mark.parametrize("pattern", ["a*b*c", "(a)(b)c", "(a*)(b)", r"a\*\*\*", "[*+?]a*b+"])
def test_two_repetitions_and_two_groups_are_tried(pattern):
    assert compiled(pattern)


def test_expressions_and_names_have_a_longest_length():
    assert compiled("a" * 1000)
    assert compiled("a" * 1001) is None
    expression = re.compile("b$")
    assert matches(expression, "a" * 999 + "b") is True
    assert matches(expression, "a" * 1000 + "b") is None
