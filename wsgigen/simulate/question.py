"""What can be asked of Pacemaker's scheduler."""

from collections.abc import Mapping
from dataclasses import dataclass

from wsgigen.errors import Problem, UserError

STOP, FAIL, BAN, STANDBY, ADD = ACTIONS = ("stop", "fail", "ban", "standby", "add")


@dataclass(frozen=True)
class Question:
    """One change to a cluster in which all is well.

    `name` is a resource (a primitive, or the clone or group around it), with `standby` a node.
    `node` is where it fails or is banned; empty: the first node, by name, where it runs.
    `unit` is what a primitive that is added drives.
    """

    action: str
    name: str
    node: str = ""
    unit: str = ""


def words(question: Question) -> str:
    """The question as a person would put it to the cluster."""
    name, node = question.name, question.node or "any node"
    return {
        STOP: f"stop {name} (target-role=Stopped)",
        FAIL: f"the monitor of {name} on {node} fails once, though its unit runs",
        BAN: f"ban {name} from {node} (a location of -INFINITY)",
        STANDBY: f"put {name} in standby",
        ADD: f"add {name}, active/passive, on {question.unit}",
    }[question.action]


def chosen(asked: Mapping[str, str | None], node: str | None) -> Question:
    """The one question that *asked* holds: an action and its name. Raises UserError unless there is one."""
    given = [(action, name) for action, name in asked.items() if name is not None]
    if len(given) != 1:
        options = [f"--{action}" for action in ACTIONS]
        message = f"{len(given)} questions at once" if given else "there is no question"
        raise UserError([Problem(message, f"give one of: {', '.join(options)}")])
    ((action, name),) = given
    if node and action not in (FAIL, BAN):
        raise UserError([Problem(f"--node means nothing with --{action}", "leave it out")])
    return Question(action, name, node or "")
