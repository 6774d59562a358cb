"""Which units two ends of a constraint share."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive


class SharedUnit(NamedTuple):
    """A unit that both ends of a constraint control, with the ids on each end."""

    unit: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def shared_units(view: ClusterView, first: str, second: str) -> Iterator[SharedUnit]:
    """Return the units that *first* and *second* both control on one node.

    A primitive that stands on both ends shares nothing with itself.
    """
    ends = view.cib.primitives_named(first), view.cib.primitives_named(second)
    for unit in sorted(_units(view, ends[0]) & _units(view, ends[1])):
        here, there = (
            [primitive for primitive in end if _units(view, [primitive]) == {unit}] for end in ends
        )
        if ids := _meeting(view, here, there):
            yield SharedUnit(unit, ids, _meeting(view, there, here))


def _meeting(
    view: ClusterView, primitives: Iterable[Primitive], others: Iterable[Primitive]
) -> tuple[str, ...]:
    """Return the ids of *primitives* that may share a node with *others*."""
    return tuple(
        sorted(
            primitive.id
            for primitive in primitives
            if any(
                primitive.id != other.id and view.placement.may_share_node(primitive, other)
                for other in others
            )
        )
    )


def _units(view: ClusterView, primitives: Iterable[Primitive]) -> set[str]:
    controlled = (view.control.controlled_by(primitive) for primitive in primitives)
    return {unit.unit for unit in controlled if unit}
