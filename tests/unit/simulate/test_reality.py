"""The effect of operations of several resources on one unit."""

from wsgigen.simulate.comparison import races
from wsgigen.simulate.outcome import SimulatedOperation
from wsgigen.simulate.reality import Reality, apply_operations
from wsgigen.simulate.transcript import StopStartRace

SHARED = Reality(
    {"keystone": "apache2", "nova": "apache2", "glance": "glance"}, frozenset({("ctl1", "apache2")})
)


def met(*operations: tuple[str, str]) -> list[StopStartRace]:
    return list(
        races(
            apply_operations(
                SHARED,
                [SimulatedOperation(name, resource, "ctl1") for name, resource in operations],
            )[1]
        )
    )


def test_a_stop_for_one_meets_a_start_for_another_of_the_same_unit():
    assert met(("stop", "keystone"), ("start", "nova")) == [
        StopStartRace("ctl1", "apache2", ("keystone",), ("nova",))
    ]


def test_what_is_recovered_together_meets():
    assert met(("stop", "keystone"), ("stop", "nova"), ("start", "keystone"), ("start", "nova"))


def test_a_recovery_of_one_alone_meets_nobody():
    assert met(("stop", "keystone"), ("start", "keystone")) == []


def test_other_units_do_not_meet():
    assert met(("stop", "keystone"), ("start", "glance")) == []
