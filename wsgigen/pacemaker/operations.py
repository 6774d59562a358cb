"""Pacemaker's handling of operations: timeouts, failures and monitors.

Source
    "Pacemaker Explained", Resource Operations (operations.rst): an operation's own value, then
    op_defaults, then 20 s
"""

from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive
from wsgigen.pacemaker.cib.values import is_true, parse_score, parse_seconds

#: Seconds that an operation may take, where neither it nor op_defaults say.
DEFAULT_TIMEOUT = 20


def find_operation(primitive: Primitive, name: str) -> Operation | None:
    """Return the operation called *name*; None where Pacemaker makes it up."""
    return min(
        (operation for operation in primitive.operations if operation.name == name),
        key=lambda operation: operation.interval,
        default=None,
    )


def operation_timeout(cib: Cib, primitive: Primitive, name: str) -> int:
    """Return how long the operation called *name* may take, in seconds."""
    operation = find_operation(primitive, name)
    if operation and operation.timeout is not None:
        return operation.timeout
    return parse_seconds(cib.op_defaults.get("timeout", "")) or DEFAULT_TIMEOUT


def operation_origin(primitive: Primitive, name: str) -> Origin:
    """Return where the operation called *name* is written, else its primitive."""
    operation = find_operation(primitive, name)
    return operation.at if operation else primitive.at


def recurring_monitors(primitive: Primitive) -> tuple[Operation, ...]:
    """Return the recurring monitors, the most frequent first."""
    monitors = (
        operation
        for operation in primitive.operations
        if operation.name == "monitor"
        and operation.interval
        and operation.enabled
        and operation.role != "Stopped"
    )
    return tuple(sorted(monitors, key=lambda monitor: monitor.interval))


def fences_nodes(cib: Cib) -> bool:
    """Tell whether the cluster fences nodes; it does unless told otherwise."""
    return is_true(cib.properties.get("stonith-enabled"), default=True)


def action_on_failed_stop(cib: Cib, primitive: Primitive) -> str:
    """Return what Pacemaker does when a stop fails.

    By default it fences the node if it fences at all, else it blocks.
    """
    operation = find_operation(primitive, "stop")
    action = operation.on_fail if operation else cib.op_defaults.get("on-fail")
    return action or ("fence" if fences_nodes(cib) else "block")


def migration_threshold(primitive: Primitive) -> int:
    """Return how many failures on a node are too many; 0 where none are."""
    threshold = parse_score(primitive.meta.get("migration-threshold", "")) or 0
    return threshold if 0 < threshold < INFINITY else 0
