"""crm_simulate's XML -> what the scheduler decided, did and believes.

Source: ClusterLabs/pacemaker, xml/api/crm_simulate-2.*.rng (checked with what 2.1.5 prints).
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, fromstring

from wsgigen.record import record

#: What crm_simulate says, with exit status 1, when actions wait for each other in a circle.
INVALID_TRANSITION = "An invalid transition was produced"


@record
class ScheduledAction:
    """One line of the summary: start, stop, recover, move, ... of `resource`.

    `nodes` are where from and where to. `resource` is empty for what is done to a node.
    """

    action: str
    resource: str
    nodes: tuple[str, ...]
    reason: str = ""


@record
class SimulatedOperation:
    """One operation of a transition, in the order simulated. `fence` has no resource."""

    name: str
    resource: str
    node: str
    interval: int = 0  #: milliseconds


@record
class Outcome:
    """One run of the scheduler.

    `before` and `after` are what Pacemaker believes: the role of each active resource, by the
    resource and its node.
    """

    actions: tuple[ScheduledAction, ...]
    operations: tuple[SimulatedOperation, ...]
    before: Mapping[tuple[str, str], str]
    after: Mapping[tuple[str, str], str]
    online: tuple[str, ...]
    invalid: bool

    @property
    def undone(self) -> tuple[ScheduledAction, ...]:
        """Return the actions that were decided and never done."""
        done = {
            (operation.resource, operation.node)
            for operation in self.operations
            if operation.name != "monitor"
        }
        return tuple(
            action
            for action in self.actions
            if action.resource and not any((action.resource, node) in done for node in action.nodes)
        )


def read_outcome(output: bytes) -> Outcome:
    """Return what one run printed.

    Clone instances lose their number, which is not stable.
    """
    top = fromstring(output)  # noqa: S314 - Pacemaker's own output
    nodes = top.iterfind("revised_cluster_status/nodes/node[@online='true']")
    errors = top.iterfind("status/errors/error")
    return Outcome(
        tuple(_actions(top)),
        tuple(_operations(top)),
        _roles(top.find("cluster_status")),
        _roles(top.find("revised_cluster_status")),
        tuple(sorted(node.get("name", "") for node in nodes)),
        any((error.text or "").strip() == INVALID_TRANSITION for error in errors),
    )


def _actions(top: Element) -> Iterator[ScheduledAction]:
    for element in top.iterfind("actions/*"):
        ends = (element.get("node"), element.get("source"), element.get("dest"))
        nodes, reason = tuple(filter(None, ends)), element.get("reason", "")
        if element.tag == "node_action":
            yield ScheduledAction(element.get("task", ""), "", nodes, reason)
        elif element.tag == "rsc_action":
            name = _without_number(element.get("resource"))
            yield ScheduledAction(element.get("action", ""), name, nodes, reason)


def _operations(top: Element) -> Iterator[SimulatedOperation]:
    for element in top.iterfind("transition/*"):
        if element.tag == "rsc_action":
            yield SimulatedOperation(
                element.get("op", ""),
                _without_number(element.get("resource")),
                element.get("node", ""),
                int(element.get("interval", "0")),
            )
        elif element.tag == "fencing_action":
            yield SimulatedOperation("fence", "", element.get("target", ""))


def _roles(status: Element | None) -> dict[tuple[str, str], str]:
    if status is None:
        return {}
    return {
        (_without_number(resource.get("id")), node.get("name", "")): resource.get("role", "")
        for resource in status.iterfind("resources//resource[@active='true']")
        for node in resource.iterfind("node")
    }


def _without_number(resource: str | None) -> str:
    return (resource or "").partition(":")[0]
