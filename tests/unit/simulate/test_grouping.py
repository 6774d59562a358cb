"""Pairs by their key, in the order in which they came."""

from hypothesis import given
from hypothesis import strategies as st

from wsgigen.simulate.grouping import grouped, regrouped

pairs_of_letters = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("wxyz")))


def test_a_key_stands_once_with_each_of_its_values_once():
    pairs = [("b", "y"), ("a", "x"), ("b", "x"), ("b", "y")]
    assert list(grouped(pairs)) == [("b", ("y", "x")), ("a", ("x",))]


@given(pairs_of_letters)
def test_grouping_loses_no_pair_and_invents_none(pairs):
    groups = list(grouped(pairs))
    together = [(key, value) for key, values in groups for value in values]
    assert sorted(together) == sorted(set(pairs))
    assert [key for key, _ in groups] == list(dict.fromkeys(key for key, _ in pairs))


def test_names_that_have_the_same_values_of_a_key_are_told_together():
    pairs = [
        (("keystone", "started"), "ctl1"),
        (("placement", "started"), "ctl1"),
        (("glance", "started"), "ctl1"),
        (("keystone", "started"), "ctl2"),
        (("placement", "started"), "ctl2"),
        (("placement", "stopped"), "ctl1"),
    ]
    assert list(regrouped(pairs)) == [
        (("started", ("ctl1", "ctl2")), ("keystone", "placement")),
        (("started", ("ctl1",)), ("glance",)),
        (("stopped", ("ctl1",)), ("placement",)),
    ]
