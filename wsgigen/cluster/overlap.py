"""Which resources of one unit come to the same node, as far as the CIB proves it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive


@dataclass(frozen=True)
class Overlap:
    """What becomes of several primitives, each in the order of their ids.

    `certain` may run where another of them may; of `unsure` only the cluster knows, for a location rule asks for node attributes;
    `probed` are looked for, on a node of their own, where another runs, or another where they run.
    """

    certain: tuple[Primitive, ...] = ()
    unsure: tuple[Primitive, ...] = ()
    probed: tuple[Primitive, ...] = ()


def overlap(view: ClusterView, primitives: Iterable[Primitive]) -> Overlap:
    """Where *primitives* come together."""
    every = sorted(primitives, key=lambda one: one.id)
    unknown = [one for one in every if not view.placement.is_known(one)]
    sure = [one for one in every if view.placement.is_known(one)]
    runs = _by_node({one.id: view.placement.allowed_nodes(one) for one in every})
    sure_runs = _by_node({one.id: view.placement.allowed_nodes(one) for one in sure})
    met = {name for names in sure_runs.values() if len(names) > 1 for name in names}
    apart = [one for one in sure if one.id not in met]
    probed: set[str] = set()
    for one in apart:
        for others in (sure_runs.get(node, set()) for node in view.placement.probed_nodes(one)):
            if len(others) > (one.id in others):
                probed |= {one.id, *others} if len(others) == 1 else {one.id}
    return Overlap(
        tuple(one for one in every if one.id in met),
        tuple(
            one
            for one in unknown
            if any(len(runs[node]) > 1 for node in view.placement.allowed_nodes(one))
        ),
        tuple(one for one in apart if one.id in probed),
    )


def _by_node(nodes: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, where in nodes.items():
        for node in where:
            found[node].add(name)
    return found
