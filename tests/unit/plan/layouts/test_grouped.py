from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.layouts.grouped import LAYOUT


def test_groups_as_written_then_the_rest_in_the_profiles_order():
    specs = LAYOUT.arrange(("d", "a", "b", "c"), {"second": ("b",), "first": ("c", "a")})
    assert list(specs) == [
        InstanceSpec("second", ("b",)),
        InstanceSpec("first", ("c", "a")),
        InstanceSpec("d", ("d",)),
    ]


def test_without_groups_each_service_has_its_own():
    assert list(LAYOUT.arrange(("b", "a"), {})) == [
        InstanceSpec("b", ("b",)),
        InstanceSpec("a", ("a",)),
    ]
