"""What a primitive's operations come to: how long each may take, what is done when it fails, and which watch.

Source
    "Pacemaker Explained", Resource Operations (operations.rst): an operation's own value, then op_defaults, then 20 s
"""

from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive
from wsgigen.pacemaker.cib.values import is_true, parse_score, parse_seconds

#: Seconds, where neither the operation nor op_defaults say one.
DEFAULT_TIMEOUT = 20


def find_operation(primitive: Primitive, name: str) -> Operation | None:
    """The operation called *name*; None where Pacemaker makes it up."""
    return min(
        (one for one in primitive.operations if one.name == name),
        key=lambda one: one.interval,
        default=None,
    )


def operation_timeout(cib: Cib, primitive: Primitive, name: str) -> int:
    """How long the operation called *name* may take, in seconds."""
    own = find_operation(primitive, name)
    if own and own.timeout is not None:
        return own.timeout
    return parse_seconds(cib.op_defaults.get("timeout", "")) or DEFAULT_TIMEOUT


def operation_origin(primitive: Primitive, name: str) -> Origin:
    """Where the operation called *name* is written; the primitive where it is not."""
    own = find_operation(primitive, name)
    return own.at if own else primitive.at


def recurring_monitors(primitive: Primitive) -> tuple[Operation, ...]:
    """The recurring operations that watch whether it runs, the most frequent first."""
    found = (
        one
        for one in primitive.operations
        if one.name == "monitor" and one.interval and one.enabled and one.role != "Stopped"
    )
    return tuple(sorted(found, key=lambda one: one.interval))


def fences_nodes(cib: Cib) -> bool:
    """Whether the cluster fences nodes; it does unless told otherwise."""
    return is_true(cib.properties.get("stonith-enabled"), default=True)


def action_on_failed_stop(cib: Cib, primitive: Primitive) -> str:
    """What Pacemaker does when a stop fails: fence the node if it fences at all, else block."""
    own = find_operation(primitive, "stop")
    return (own.on_fail if own else cib.op_defaults.get("on-fail")) or (
        "fence" if fences_nodes(cib) else "block"
    )


def migration_threshold(primitive: Primitive) -> int:
    """How many failures on a node are too many; 0: none are."""
    most = parse_score(primitive.meta.get("migration-threshold", "")) or 0
    return most if 0 < most < INFINITY else 0
