"""crm_simulate's `--output-as=xml` -> what the scheduler decided, did and believes.

Source: ClusterLabs/pacemaker, xml/api/crm_simulate-2.*.rng (checked with what 2.1.5 prints).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

#: What crm_simulate says, with exit status 1, when actions wait for each other in a circle.
INVALID = "An invalid transition was produced"


@dataclass(frozen=True)
class Action:
    """One line of the summary: start, stop, recover, move, ... of `resource`; `nodes` are where from and where to."""

    action: str
    resource: str
    nodes: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation of a transition, in the order simulated; `interval` is in milliseconds. With `fence` there is no resource."""

    name: str
    resource: str
    node: str
    interval: int = 0


@dataclass(frozen=True)
class Outcome:
    """One run. `before` and `after` are what Pacemaker believes: resource and node -> role, of what is active."""

    actions: tuple[Action, ...]
    operations: tuple[Operation, ...]
    before: Mapping[tuple[str, str], str]
    after: Mapping[tuple[str, str], str]
    online: tuple[str, ...]
    invalid: bool

    @property
    def undone(self) -> tuple[Action, ...]:
        """What was decided and never done, as when actions wait for each other in a circle."""
        done = {(one.resource, one.node) for one in self.operations if one.name != "monitor"}
        return tuple(
            one
            for one in self.actions
            if one.resource and not any((one.resource, node) in done for node in one.nodes)
        )


def read(output: bytes) -> Outcome:
    """What one run printed. Names of clone instances lose their number: it is not stable."""
    top = fromstring(output)  # noqa: S314 - Pacemaker's own output
    return Outcome(
        tuple(_actions(top)),
        tuple(_operations(top)),
        _believed(top.find("cluster_status")),
        _believed(top.find("revised_cluster_status")),
        tuple(
            sorted(
                one.get("name", "")
                for one in top.iterfind("revised_cluster_status/nodes/node[@online='true']")
            )
        ),
        any((error.text or "").strip() == INVALID for error in top.iterfind("status/errors/error")),
    )


def _actions(top: Element) -> Iterator[Action]:
    for one in top.iterfind("actions/*"):
        nodes = tuple(filter(None, (one.get("node"), one.get("source"), one.get("dest"))))
        if one.tag == "node_action":
            yield Action(one.get("task", ""), "", nodes, one.get("reason", ""))
        elif one.tag == "rsc_action":
            yield Action(
                one.get("action", ""), _name(one.get("resource")), nodes, one.get("reason", "")
            )


def _operations(top: Element) -> Iterator[Operation]:
    for one in top.iterfind("transition/*"):
        if one.tag == "rsc_action":
            yield Operation(
                one.get("op", ""),
                _name(one.get("resource")),
                one.get("node", ""),
                int(one.get("interval", "0")),
            )
        elif one.tag == "fencing_action":
            yield Operation("fence", "", one.get("target", ""))


def _believed(status: Element | None) -> dict[tuple[str, str], str]:
    found = {}
    for one in status.iterfind("resources//resource[@active='true']") if status is not None else ():
        for node in one.iterfind("node"):
            found[_name(one.get("id")), node.get("name", "")] = one.get("role", "")
    return found


def _name(resource: str | None) -> str:
    return (resource or "").partition(":")[0]
