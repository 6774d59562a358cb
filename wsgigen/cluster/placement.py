"""Cib -> where primitives may run, worked out when it is first asked for."""

from collections.abc import Mapping
from functools import cached_property

from wsgigen.pacemaker.cib.model import Cib, Primitive
from wsgigen.pacemaker.cib.nodes import (
    allowed_nodes,
    probed_nodes,
    share_no_node,
    undecided_primitives,
)


class Placement:
    """The nodes that a cluster's primitives may run on, as far as its CIB proves them."""

    def __init__(self, cib: Cib) -> None:
        self._cib = cib

    @cached_property
    def _allowed(self) -> Mapping[str, frozenset[str]]:
        return allowed_nodes(self._cib)

    @cached_property
    def _unsure(self) -> frozenset[str]:
        return undecided_primitives(self._cib)

    @cached_property
    def _probed(self) -> Mapping[str, frozenset[str]]:
        return probed_nodes(self._cib)

    def allowed_nodes(self, primitive: Primitive) -> frozenset[str]:
        """Return the nodes where nothing forbids *primitive* to run."""
        return self._allowed.get(primitive.id, frozenset())

    def probed_nodes(self, primitive: Primitive) -> frozenset[str]:
        """Return the nodes where Pacemaker probes *primitive*, allowed or not."""
        return self._probed.get(primitive.id, frozenset())

    def is_known(self, primitive: Primitive) -> bool:
        """Tell whether no location rule on node attributes decides where *primitive* runs."""
        return primitive.id not in self._unsure

    def may_share_node(self, primitive: Primitive, other: Primitive) -> bool | None:
        """Tell whether both may run on one node.

        None where that depends on node attributes, which only the running cluster has.
        """
        if share_no_node(self._allowed, primitive.id, other.id):
            return False
        return None if {primitive.id, other.id} & self._unsure else True

    def runs_on_many(self, primitive: Primitive) -> bool:
        """Tell whether *primitive* may run on several nodes at once."""
        clone = self._cib.clone_of(primitive)
        return clone is not None and clone.meta.get("clone-max") != "1"
