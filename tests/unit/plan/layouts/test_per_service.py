from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.layouts.per_service import LAYOUT


def test_as_many_shares_as_services_in_the_profiles_order():
    assert list(LAYOUT.arrange(("b", "a"), {})) == [
        InstanceSpec("b", ("b",)),
        InstanceSpec("a", ("a",)),
    ]
