"""Circles in graphs, against what reaches what."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsgigen.cluster.graph import shortest_cycle, strongly_connected

Node = tuple[str]
Graph = dict[Node, dict[Node, None]]

#: More nodes in a row than Python lets functions call each other.
LONG = 5000


def graph(*edges: str, lone: str = "") -> Graph:
    """Return the graph of *edges*, such as "ab" from a to b, and the nodes *lone* with none."""
    nodes = sorted({*"".join(edges), *lone})
    return {(node,): {(edge[1],): None for edge in edges if edge[0] == node} for node in nodes}


def ring(length: int) -> Graph:
    nodes = [(f"{number:04}",) for number in range(length)]
    return {node: {after: None} for node, after in pairwise([*nodes, nodes[0]])}


def names(component: frozenset[Node]) -> str:
    return "".join(sorted(name for (name,) in component))


def distance(made: Graph, start: Node, end: Node) -> int | None:
    """Return how many edges lead from *start* to *end* at least, one or more; None if none do."""
    front, steps, seen = {start}, 0, set[Node]()
    while front:
        front = {other for node in front for other in made[node]} - seen
        steps += 1
        if end in front:
            return steps
        seen |= front
    return None


graphs = st.lists(st.sampled_from([a + b for a in "abcdef" for b in "abcdef"]), max_size=14).map(
    lambda edges: graph(*edges, lone="abcdef")
)


@pytest.mark.parametrize(
    ("edges", "components"),
    [
        pytest.param((), [], id="nothing"),
        pytest.param(("ab", "bc"), [], id="a chain"),
        pytest.param(("aa",), [], id="a node that leads to itself"),
        pytest.param(("ab", "ba"), ["ab"], id="two"),
        pytest.param(("ab", "ac", "bd", "cd"), [], id="two ways to one end"),
        pytest.param(("ab", "bc", "ca", "cd"), ["abc"], id="an end outside"),
        pytest.param(("da", "ab", "ba"), ["ab"], id="a way into it"),
        pytest.param(("ab", "ba", "bc", "cd", "dc"), ["ab", "cd"], id="two, one after the other"),
        pytest.param(("dc", "cd", "cb", "ba", "ab"), ["ab", "cd"], id="sorted, not as they follow"),
        pytest.param(("ab", "ba", "bc", "cb"), ["abc"], id="two circles with a node in common"),
    ],
)
def test_what_leads_back_to_itself_is_a_component(edges, components):
    assert [names(component) for component in strongly_connected(graph(*edges))] == components


@given(graphs)
def test_components_are_the_nodes_that_reach_each_other(made):
    classes = {
        frozenset(
            other
            for other in made
            if distance(made, node, other) is not None and distance(made, other, node) is not None
        )
        for node in made
    }
    components = strongly_connected(made)
    assert components == sorted((nodes for nodes in classes if len(nodes) > 1), key=min)


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_edges_changes_nothing(made, random):
    def shuffled(values):
        return random.sample(list(values), len(values))

    other = {node: dict.fromkeys(shuffled(made[node])) for node in shuffled(made)}
    assert strongly_connected(other) == strongly_connected(made)
    for component in strongly_connected(made):
        start = min(component)
        assert shortest_cycle(other, component, start) == shortest_cycle(made, component, start)


@given(graphs)
def test_a_cycle_leads_from_its_start_back_to_it_on_the_shortest_way(made):
    for component in strongly_connected(made):
        for start in component:
            steps = shortest_cycle(made, component, start)
            assert steps[0][0] == steps[-1][1] == start
            assert all(here == there for (_, here), (there, _) in pairwise(steps))
            assert all(after in made[before] for before, after in steps)
            assert len(steps) == distance(made, start, start)


def test_of_two_short_ways_the_first_by_name_is_taken():
    made = graph("ac", "ab", "ca", "ba")
    assert shortest_cycle(made, frozenset(made), ("a",)) == [(("a",), ("b",)), (("b",), ("a",))]


def test_a_way_stays_within_the_component_that_is_asked_about():
    made = graph("ab", "bc", "ca", "ad", "da")
    component = frozenset({("a",), ("b",), ("c",)})
    assert len(shortest_cycle(made, component, ("a",))) == 3


def test_a_node_in_no_circle_is_refused():
    made = graph("ab", "bc", "cb")
    with pytest.raises(ValueError, match="is in no circle"):
        shortest_cycle(made, frozenset(made), ("a",))


def test_a_long_ring_is_found_without_recursion():
    made = ring(LONG)
    (component,) = strongly_connected(made)
    assert len(component) == LONG
    assert len(shortest_cycle(made, component, min(component))) == LONG
