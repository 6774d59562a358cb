"""Which resources of one unit may run on the same node.

As far as the CIB proves it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.record import record


@record
class Overlap:
    """The primitives that may be on the node of another one, by their ids.

    `certain` may run where another of them may. For those that are `unsure` only the running
    cluster knows, as a location rule is about node attributes. `probed` have nodes of their own,
    but are probed where another runs, or another where they run.
    """

    certain: tuple[Primitive, ...] = ()
    unsure: tuple[Primitive, ...] = ()
    probed: tuple[Primitive, ...] = ()


def overlap(view: ClusterView, primitives: Iterable[Primitive]) -> Overlap:
    """Return which of *primitives* may run on a node of another of them."""
    primitives = sorted(primitives, key=lambda primitive: primitive.id)
    placed = [primitive for primitive in primitives if view.placement.is_known(primitive)]
    ids_by_node = _ids_by_node(view, primitives)
    placed_ids_by_node = _ids_by_node(view, placed)
    certain = {id for ids in placed_ids_by_node.values() if len(ids) > 1 for id in ids}
    apart = [primitive for primitive in placed if primitive.id not in certain]
    probed = set(_probed(view, apart, placed_ids_by_node))
    return Overlap(
        certain=tuple(primitive for primitive in primitives if primitive.id in certain),
        unsure=tuple(
            primitive
            for primitive in primitives
            if not view.placement.is_known(primitive)
            and any(len(ids_by_node[node]) > 1 for node in view.placement.allowed_nodes(primitive))
        ),
        probed=tuple(primitive for primitive in apart if primitive.id in probed),
    )


def _probed(
    view: ClusterView, apart: Sequence[Primitive], ids_by_node: Mapping[str, set[str]]
) -> Iterator[str]:
    """Return the ids of primitives that are probed where others run, and of those others."""
    for primitive in apart:
        for node in view.placement.probed_nodes(primitive):
            if others := ids_by_node.get(node, set()) - {primitive.id}:
                yield from (primitive.id, *others)


def _ids_by_node(view: ClusterView, primitives: Iterable[Primitive]) -> Mapping[str, set[str]]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for primitive in primitives:
        for node in view.placement.allowed_nodes(primitive):
            ids[node].add(primitive.id)
    return ids
