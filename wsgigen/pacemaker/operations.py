"""What a primitive's operations come to: how long each may take, what is done when it fails, and which watch.

Source
    "Pacemaker Explained", Resource Operations (operations.rst): an operation's own value, then op_defaults, then 20 s
"""

from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive
from wsgigen.pacemaker.cib.values import score, seconds, yes

#: Seconds, where neither the operation nor op_defaults say one.
TIMEOUT = 20


def operation(primitive: Primitive, name: str) -> Operation | None:
    """The operation called *name*; None where Pacemaker makes it up."""
    return min(
        (one for one in primitive.operations if one.name == name),
        key=lambda one: one.interval,
        default=None,
    )


def timeout(cib: Cib, primitive: Primitive, name: str) -> int:
    """How long the operation called *name* may take, in seconds."""
    own = operation(primitive, name)
    if own and own.timeout is not None:
        return own.timeout
    return seconds(cib.op_defaults.get("timeout", "")) or TIMEOUT


def location(primitive: Primitive, name: str) -> Origin:
    """Where the operation called *name* is written; the primitive where it is not."""
    own = operation(primitive, name)
    return own.at if own else primitive.at


def monitors(primitive: Primitive) -> tuple[Operation, ...]:
    """The recurring operations that watch whether it runs, the most frequent first."""
    found = (
        one
        for one in primitive.operations
        if one.name == "monitor" and one.interval and one.enabled and one.role != "Stopped"
    )
    return tuple(sorted(found, key=lambda one: one.interval))


def fencing(cib: Cib) -> bool:
    """Whether the cluster fences nodes; it does unless told otherwise."""
    return yes(cib.properties.get("stonith-enabled"), default=True)


def when_stop_fails(cib: Cib, primitive: Primitive) -> str:
    """What Pacemaker does when a stop fails: fence the node if it fences at all, else block."""
    own = operation(primitive, "stop")
    return (own.on_fail if own else cib.op_defaults.get("on-fail")) or (
        "fence" if fencing(cib) else "block"
    )


def threshold(primitive: Primitive) -> int:
    """How many failures on a node are too many; 0: none are."""
    most = score(primitive.meta.get("migration-threshold", "")) or 0
    return most if 0 < most < INFINITY else 0
