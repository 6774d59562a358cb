from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.layouts.single import LAYOUT


def test_one_share_of_the_platforms_own_apache():
    assert list(LAYOUT.arrange(("b", "a"), {})) == [
        InstanceSpec("single", ("b", "a"), dedicated=False)
    ]
