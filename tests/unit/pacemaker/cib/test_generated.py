from collections import Counter
from dataclasses import fields
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.given import written
from tests.unit.pacemaker.cib.generated import sections, text
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.errors import UserError
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.nodes import allowed_nodes, probed_nodes
from wsgigen.pacemaker.cib.units import agent_target

TOGETHER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@TOGETHER
@given(parts=sections())
def test_every_cib_is_read_and_its_constraints_name_what_is_there(tmp_path, parts):
    cib = load_cib(written(tmp_path, text(parts), "cib.xml"))
    there = {*cib.primitives, *cib.groups, *cib.clones, *cib.bundles}
    ends = {name for one in cib.orders for name in (one.first, one.then)}
    ends |= {name for one in cib.colocations for name in (one.resource, one.with_resource)}
    ends |= {one.resource for one in cib.locations} | {one.resource for one in cib.tickets}
    assert ends <= there
    assert cib.unknown == ()
    assert (
        allowed_nodes(cib).keys()
        == probed_nodes(cib).keys()
        == {one.id for one in cib.primitives.values() if not one.bundle}
    )
    for one in cib.primitives.values():
        catalog_entry(one)
        assert agent_target(one) == agent_target(one)


@TOGETHER
@given(parts=sections(), data=st.data())
def test_the_order_of_the_document_changes_no_cib(tmp_path, parts, data):
    shuffled = {
        name: data.draw(st.permutations(parts[name]))
        for name in data.draw(st.permutations(list(parts)))
    }
    one, other = (load_cib(written(tmp_path, text(each), "cib.xml")) for each in (parts, shuffled))
    for each in fields(one):
        assert content(getattr(one, each.name)) == content(getattr(other, each.name)), each.name


def content(value: Any) -> Any:
    """*value* without its order and its places."""
    if isinstance(value, tuple):
        return Counter(
            f"{one.message}" if hasattr(one, "message") else repr(without_places(one))
            for one in value
        )
    if isinstance(value, dict):
        return {key: repr(without_places(one)) for key, one in value.items()}
    return None if "cib.xml" in str(value) else value


def without_places(value: Any) -> Any:
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return [
        (one.name, inner(getattr(value, one.name))) for one in fields(value) if one.name != "at"
    ]


def inner(value: Any) -> Any:
    return [without_places(one) for one in value] if isinstance(value, tuple) else value


@TOGETHER
@given(parts=sections(), data=st.data())
def test_a_cib_that_was_cut_or_has_a_byte_changed_is_read_or_refused(tmp_path, parts, data):
    raw = bytearray(text(parts).encode())
    where = data.draw(st.integers(0, len(raw) - 1))
    raw[where : where + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=3))
    try:
        load_cib(written(tmp_path, bytes(raw), "cib.xml"))
    except UserError as error:
        assert all(one.location and one.fix for one in error.problems)
