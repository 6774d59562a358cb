"""Which units two ends of a constraint share."""

from collections.abc import Iterable, Iterator, Mapping
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
    firsts, seconds = _by_unit(view, first), _by_unit(view, second)
    for unit in sorted(firsts.keys() & seconds.keys()):
        if ids := _meeting(view, firsts[unit], seconds[unit]):
            yield SharedUnit(unit, ids, _meeting(view, seconds[unit], firsts[unit]))


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


def _by_unit(view: ClusterView, name: str) -> Mapping[str, list[Primitive]]:
    """Return the primitives that a constraint means by *name*, by the unit that they control."""
    primitives: dict[str, list[Primitive]] = {}
    for primitive in view.cib.primitives_named(name):
        if controlled := view.control.controlled_by(primitive):
            primitives.setdefault(controlled.unit, []).append(primitive)
    return primitives
