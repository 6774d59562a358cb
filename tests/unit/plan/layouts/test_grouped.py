from wsgigen.plan.arrangement import Share
from wsgigen.plan.layouts.grouped import LAYOUT


def test_groups_as_written_then_the_rest_in_the_profiles_order():
    shares = LAYOUT.arrange(("d", "a", "b", "c"), {"second": ("b",), "first": ("c", "a")})
    assert list(shares) == [Share("second", ("b",)), Share("first", ("c", "a")), Share("d", ("d",))]


def test_without_groups_each_service_has_its_own():
    assert list(LAYOUT.arrange(("b", "a"), {})) == [Share("b", ("b",)), Share("a", ("a",))]
