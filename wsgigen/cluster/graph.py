"""Where a graph runs in circles. Nothing depends on the order in which it was made, and nothing recurses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TypeVar

Node = TypeVar("Node", bound=tuple[str, ...])


def strongly_connected(graph: Mapping[Node, Mapping[Node, object]]) -> list[frozenset[Node]]:
    """The strongly connected components of more than one node, sorted (Kosaraju's algorithm)."""
    back: defaultdict[Node, set[Node]] = defaultdict(set)
    for node, others in graph.items():
        for other in others:
            back[other].add(node)
    finished = [node for tree in _trees(graph, sorted(graph)) for node in tree]
    found = (frozenset(tree) for tree in _trees(back, finished[::-1]))
    return sorted((knot for knot in found if len(knot) > 1), key=min)


def _trees(
    graph: Mapping[Node, AbstractSet[Node] | Mapping[Node, object]], roots: list[Node]
) -> Iterator[list[Node]]:
    """The nodes that each of *roots* reaches and none before it did, in the order in which they are done with."""
    seen: set[Node] = set()
    for root in roots:
        done: list[Node] = []
        if root not in seen:
            seen.add(root)
            ahead = [(root, iter(graph.get(root, ())))]
            while ahead:
                new = next((other for other in ahead[-1][1] if other not in seen), None)
                if new is None:
                    done.append(ahead.pop()[0])
                else:
                    seen.add(new)
                    ahead.append((new, iter(graph.get(new, ()))))
            yield done


def shortest_cycle(
    graph: Mapping[Node, Mapping[Node, object]], knot: frozenset[Node], start: Node
) -> list[tuple[Node, Node]]:
    """The shortest way from *start* within *knot* back to it, in steps."""
    before: dict[Node, Node] = {}
    waiting = [start]
    for node in waiting:
        for other in sorted(each for each in graph[node] if each in knot):
            if other == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return list(pairwise(way[::-1]))
            if other not in before:
                before[other] = node
                waiting.append(other)
    raise ValueError(f"{start} is in no circle")
