"""Finds circles in a graph.

Nothing depends on the order in which the graph was made, and nothing recurses.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TypeVar

Node = TypeVar("Node", bound=tuple[str, ...])


def strongly_connected(graph: Mapping[Node, Mapping[Node, object]]) -> list[frozenset[Node]]:
    """Return the strongly connected components of more than one node, sorted.

    By Kosaraju's algorithm.
    """
    reversed_graph: defaultdict[Node, set[Node]] = defaultdict(set)
    for node, others in graph.items():
        for other in others:
            reversed_graph[other].add(node)
    finished = [node for tree in _trees(graph, list(graph)) for node in tree]
    components = (frozenset(tree) for tree in _trees(reversed_graph, finished[::-1]))
    return sorted((component for component in components if len(component) > 1), key=min)


def _trees(
    graph: Mapping[Node, AbstractSet[Node] | Mapping[Node, object]], roots: list[Node]
) -> Iterator[list[Node]]:
    """Return the nodes that each of *roots* reaches first, as they finish."""
    seen: set[Node] = set()
    for root in roots:
        finished: list[Node] = []
        if root not in seen:
            seen.add(root)
            path = [(root, iter(graph.get(root, ())))]
            while path:
                new = next((other for other in path[-1][1] if other not in seen), None)
                if new is None:
                    finished.append(path.pop()[0])
                else:
                    seen.add(new)
                    path.append((new, iter(graph.get(new, ()))))
            yield finished


def shortest_cycle(
    graph: Mapping[Node, Mapping[Node, object]], component: frozenset[Node], start: Node
) -> list[tuple[Node, Node]]:
    """Return the shortest way from *start* within *component* back to it, in steps."""
    previous: dict[Node, Node] = {}
    waiting = [start]
    for node in waiting:
        for other in sorted(other for other in graph[node] if other in component):
            if other == start:
                return _steps(previous, start, node)
            if other not in previous:
                previous[other] = node
                waiting.append(other)
    raise ValueError(f"{start} is in no circle")


def _steps(previous: Mapping[Node, Node], start: Node, last: Node) -> list[tuple[Node, Node]]:
    nodes = [start, last]
    while nodes[-1] != start:
        nodes.append(previous[nodes[-1]])
    return list(pairwise(nodes[::-1]))
