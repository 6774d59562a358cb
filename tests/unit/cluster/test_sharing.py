"""Which units both ends of a constraint control on one node."""

import pytest

from tests.unit.check.judged import view
from tests.unit.cluster.test_placement import NODES, ban, cluster, depends_on_rack
from wsgigen.cluster.sharing import SharedUnit, shared_units


def primitive(name: str, unit: str) -> str:
    return f'<primitive id="{name}" class="systemd" type="{unit}"/>'


def group(name: str, *members: str) -> str:
    return f'<group id="{name}">{"".join(members)}</group>'


A, B = primitive("a", "httpd"), primitive("b", "httpd")


@pytest.mark.parametrize(
    ("resources", "constraints", "expected"),
    [
        pytest.param(A + B, (), [("httpd.service", ("a",), ("b",))], id="one unit"),
        pytest.param(A + primitive("b", "apache2"), (), [], id="two units"),
        pytest.param(A, (), [], id="an end that is not there"),
        pytest.param(
            A + '<primitive id="b" class="ocf" provider="heartbeat" type="Dummy"/>',
            (),
            [],
            id="an end without a unit",
        ),
        pytest.param(A + B, (ban("a", "n1"), ban("b", "n2")), [], id="kept apart"),
        pytest.param(
            A + B, (depends_on_rack("a"),), [], id="an attribute decides, so it is not shown"
        ),
    ],
)
def test_a_unit_is_shared_where_both_ends_meet(tmp_path, resources, constraints, expected):
    placed = cluster(tmp_path, *constraints, resources=resources)
    assert list(shared_units(placed, "a", "b")) == [SharedUnit(*one) for one in expected]


def test_a_primitive_shares_nothing_with_itself(tmp_path):
    placed = cluster(tmp_path, resources=group("g", A, primitive("x", "memcached")))
    assert list(shared_units(placed, "g", "a")) == []


def test_only_members_that_meet_the_other_end_are_named(tmp_path):
    """Group g may run on n2 only, where d may not."""
    resources = group("g", primitive("c", "httpd"), A) + B + primitive("d", "httpd")
    both = '<tags><tag id="both"><obj_ref id="b"/><obj_ref id="d"/></tag></tags>'
    text = (
        f"{NODES}<resources>{resources}</resources>"
        f"<constraints>{ban('g', 'n1')}{ban('d', 'n2')}</constraints>{both}"
    )
    placed = view(tmp_path, None, text)
    together = [SharedUnit("httpd.service", ("a", "c"), ("b",))]
    assert list(shared_units(placed, "g", "d")) == []
    assert list(shared_units(placed, "g", "b")) == together
    assert list(shared_units(placed, "g", "both")) == together


def test_units_are_sorted_by_name(tmp_path):
    resources = group("g", A, primitive("x", "apache2")) + group("h", B, primitive("y", "apache2"))
    placed = cluster(tmp_path, resources=resources)
    assert [shared.unit for shared in shared_units(placed, "g", "h")] == [
        "apache2.service",
        "httpd.service",
    ]
