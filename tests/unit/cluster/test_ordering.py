"""Orders and groups as they hold for the units that resources share."""

from pathlib import Path

import pytest

from tests.unit.check.judged import view
from wsgigen.cluster.ordering import (
    OrderGraph,
    OrderStep,
    order_cycles,
    order_graph,
    orders_by_resource,
    shared_unit_by_id,
)
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location

_NODES = '<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>'


def primitive(name: str, unit: str = "") -> str:
    return f'<primitive id="{name}" class="systemd" type="{unit or name}"/>'


def clone(name: str, child: str) -> str:
    return f'<clone id="{name}">{child}</clone>'


def group(name: str, *members: str) -> str:
    return f'<group id="{name}">{"".join(map(primitive, members))}</group>'


def order(first: str, then: str, more: str = "", name: str = "") -> str:
    return f'<rsc_order id="{name or first + "-" + then}" first="{first}" then="{then}" {more}/>'


def ban(name: str, node: str) -> str:
    return f'<rsc_location id="{name}-{node}" rsc="{name}" node="{node}" score="-INFINITY"/>'


def cluster(directory: Path, resources: str, *constraints: str) -> ClusterView:
    parts = f"<resources>{resources}</resources><constraints>{''.join(constraints)}</constraints>"
    return view(directory, None, f"{_NODES}{parts}")


AB = primitive("a") + primitive("b")
#: b and c on one unit.
SHARED = primitive("a") + primitive("b", "httpd") + primitive("c", "httpd")


def edges(graph: OrderGraph) -> set[str]:
    """Return the edges as `action name > action name`, with the constraint in brackets, if any."""
    return {
        f"{action} {name} > {then_action} {then}" + (f" [{step.by}]" if step else "")
        for (name, action), others in graph.items()
        for (then, then_action), step in others.items()
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", {"start a > start b [a-b]", "stop b > stop a [a-b]"}),
        ('symmetrical="false"', {"start a > start b [a-b]"}),
        ('kind="Optional"', set()),
        ('kind="Serialize"', set()),
        (
            'first-action="promote" then-action="start"',
            {"promote a > start b [a-b]", "stop b > demote a [a-b]"},
        ),
        (
            'first-action="stop" then-action="demote"',
            {"stop a > demote b [a-b]", "promote b > start a [a-b]"},
        ),
        ('first-action="monitor" then-action="start"', {"monitor a > start b [a-b]"}),
        ('first-action="start" then-action="monitor"', {"start a > monitor b [a-b]"}),
    ],
)
def test_a_mandatory_order_holds_for_its_actions_and_backwards_for_their_inverses(
    tmp_path, more, expected
):
    assert edges(order_graph(cluster(tmp_path, AB, order("a", "b", more)))) == expected


def test_a_step_says_what_it_orders_by_what_and_where(tmp_path):
    graph = order_graph(cluster(tmp_path, AB, order("a", "b")))
    forth, back = graph["a", "start"]["b", "start"], graph["b", "stop"]["a", "stop"]
    assert forth
    assert back
    assert (forth.first, forth.then, forth.by) == ("a", "b", "a-b")
    assert (back.first, back.then, back.by) == ("b", "a", "a-b")
    assert forth.at == back.at
    assert isinstance(forth.at, Location)
    assert forth.at.line == 1


def test_a_group_starts_in_order_and_stops_backwards(tmp_path):
    assert edges(order_graph(cluster(tmp_path, group("g", "a", "b")))) == {
        f"{action} {first} > {action} {then}{by}"
        for action, names in {
            "start": ("g[", "a", "b", "g]"),
            "promote": ("g[", "a", "b", "g]"),
            "stop": ("g[", "b", "a", "g]"),
            "demote": ("g[", "b", "a", "g]"),
        }.items()
        for first, then, by in zip(names, names[1:], ("", " [g]", ""), strict=False)
    }


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("g", "x", {"start g] > start x", "stop x > stop g["}),
        ("x", "g", {"start x > start g[", "stop g] > stop x"}),
        ("b", "x", {"start b > start x", "stop x > stop b"}),
    ],
)
def test_an_order_of_a_group_waits_for_its_end_and_begins_at_its_beginning(
    tmp_path, first, then, expected
):
    placed = cluster(tmp_path, group("g", "a", "b") + primitive("x"), order(first, then))
    found = edges(order_graph(placed))
    assert {f"{edge} [{first}-{then}]" for edge in expected} == {
        edge for edge in found if edge.endswith(f"[{first}-{then}]")
    }


def test_a_clone_starts_before_it_is_promoted_and_nobody_wrote_that(tmp_path):
    assert edges(order_graph(cluster(tmp_path, clone("a-clone", primitive("a"))))) == {
        "start a > promote a",
        "demote a > stop a",
    }


def test_an_order_of_a_clone_is_one_of_its_primitive(tmp_path):
    resources = clone("a-clone", primitive("a")) + primitive("b")
    assert "start a > start b [a-clone-b]" in edges(
        order_graph(cluster(tmp_path, resources, order("a-clone", "b")))
    )


def test_resources_of_one_unit_are_one(tmp_path):
    placed = cluster(tmp_path, SHARED, order("a", "b", 'symmetrical="false"'))
    assert edges(order_graph(placed)) == {"start a > start httpd.service [a-b]"}


def test_an_order_within_one_unit_is_left_out(tmp_path):
    assert edges(order_graph(cluster(tmp_path, SHARED, order("b", "c")))) == set()


def test_of_two_orders_of_the_same_the_first_by_id_is_the_reason(tmp_path):
    for ids in (("x", "y"), ("y", "x")):
        orders = [order("a", "b", 'symmetrical="false"', name) for name in ids]
        graph = order_graph(cluster(tmp_path, AB, *orders))
        assert edges(graph) == {"start a > start b [x]"}


def test_what_only_waits_is_in_the_graph_too(tmp_path):
    graph = order_graph(cluster(tmp_path, AB, order("a", "b", 'symmetrical="false"')))
    assert graph["b", "start"] == {}


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        pytest.param((), {"b": "httpd.service", "c": "httpd.service"}, id="on one node"),
        pytest.param((ban("b", "n1"), ban("c", "n2")), {}, id="on different nodes"),
    ],
)
def test_a_unit_is_shared_where_its_resources_meet(tmp_path, constraints, expected):
    assert shared_unit_by_id(cluster(tmp_path, SHARED, *constraints)) == expected


@pytest.mark.parametrize(
    ("more", "listed"),
    [
        ("", True),
        ('kind="Optional"', False),
        ('symmetrical="false"', False),
        ('first-action="promote"', False),
        ('then-action="promote"', True),
    ],
)
def test_a_restart_follows_a_mandatory_start_that_is_symmetrical(tmp_path, more, listed):
    orders = orders_by_resource(cluster(tmp_path, AB, order("a", "b", more)))
    assert {name: [one.id for one in values] for name, values in orders.items()} == (
        {"a": ["a-b"]} if listed else {}
    )


def test_restarts_are_listed_by_what_people_stop(tmp_path):
    resources = clone("a-clone", primitive("a")) + group("g", "b", "c") + primitive("x")
    placed = cluster(tmp_path, resources, order("a-clone", "x"), order("b", "x"))
    assert set(orders_by_resource(placed)) == {"a-clone", "g"}


def cycles(placed: ClusterView) -> list[tuple[str, str]]:
    """Return each cycle's names, and its constraints in the order of the way."""
    return [
        (" ".join(names), " ".join(step.by for step in steps))
        for names, steps in order_cycles(order_graph(placed))
    ]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        pytest.param([("a", "b")], [], id="none"),
        pytest.param([("a", "b"), ("b", "a")], [("a b", "a-b b-a")], id="of two"),
        pytest.param(
            [("a", "b"), ("b", "c"), ("c", "a")], [("a b c", "a-b b-c c-a")], id="of three"
        ),
        pytest.param(
            [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")],
            [("a b", "a-b b-a")],
            id="a short one within a long one",
        ),
        pytest.param(
            [("c", "d"), ("d", "c"), ("a", "b"), ("b", "a")],
            [("a b", "a-b b-a"), ("c d", "c-d d-c")],
            id="two of them, sorted",
        ),
        pytest.param(
            [("b", "c"), ("c", "b"), ("a", "d"), ("d", "a")],
            [("a d", "a-d d-a"), ("b c", "b-c c-b")],
            id="sorted by their first names",
        ),
    ],
)
def test_a_cycle_is_told_once_by_its_starts(tmp_path, orders, expected):
    placed = cluster(tmp_path, "".join(map(primitive, "abcd")), *(order(*one) for one in orders))
    assert cycles(placed) == expected


def test_a_cycle_with_a_start_is_told_by_that(tmp_path):
    """Its demotions and stops are a cycle, too, whose names come first."""
    orders = (
        order("a", "b", 'first-action="promote" then-action="start"'),
        order("b", "a", 'first-action="start" then-action="promote"'),
    )
    assert cycles(cluster(tmp_path, AB, *orders)) == [("a b", "a-b b-a")]


def test_a_cycle_of_other_actions_is_told_by_those(tmp_path):
    once = 'symmetrical="false" first-action="stop" then-action="stop"'
    placed = cluster(tmp_path, AB, order("a", "b", once), order("b", "a", once))
    assert cycles(placed) == [("a b", "a-b b-a")]


def test_resources_that_share_a_unit_close_a_chain(tmp_path):
    orders = order("b", "a"), order("a", "c")
    assert cycles(cluster(tmp_path, SHARED, *orders)) == [("a httpd.service", "a-c b-a")]
    apart = ban("b", "n1"), ban("c", "n2")
    assert cycles(cluster(tmp_path, SHARED, *orders, *apart)) == []


def test_the_ends_of_a_group_have_no_name_in_a_cycle(tmp_path):
    placed = cluster(
        tmp_path, group("g", "a", "b") + primitive("x"), order("g", "x"), order("x", "g")
    )
    assert cycles(placed) == [("a b x", "g g-x x-g")]


def test_a_resource_that_waits_for_itself_alone_is_no_cycle(tmp_path):
    """Its start waits for its own promotion: a cycle of one name."""
    own = order("a-clone", "a-clone", 'first-action="promote" then-action="start"')
    assert cycles(cluster(tmp_path, clone("a-clone", primitive("a")), own)) == []


def test_steps_are_sorted_by_their_constraint_then_by_their_ends():
    fourth, third, second, first = (
        OrderStep(first, then, by, ())
        for by, first, then in (("y", "a", "a"), ("x", "b", "a"), ("x", "a", "c"), ("x", "a", "b"))
    )
    assert sorted([fourth, third, second, first]) == [first, second, third, fourth]
    assert not first < first
