"""Questions to Pacemaker's scheduler."""

from collections.abc import Mapping
from enum import StrEnum

from wsgigen.errors import Problem, UserError
from wsgigen.record import record


class Action(StrEnum):
    """A kind of change to a cluster in which all is well."""

    STOP = "stop"
    FAIL = "fail"
    BAN = "ban"
    STANDBY = "standby"
    ADD = "add"


@record
class Question:
    """One change to a cluster in which all is well.

    `name` is a resource (a primitive, or the clone or group around it), with STANDBY a node.
    `node` is where it fails or is banned; empty: the first node, by name, where it runs.
    `unit` is what a primitive that is added controls.
    """

    action: Action
    name: str
    node: str = ""
    unit: str = ""


def describe(question: Question) -> str:
    """Return the question as a person would tell the cluster."""
    name, node = question.name, question.node or "any node"
    return {
        Action.STOP: f"stop {name} (target-role=Stopped)",
        Action.FAIL: f"the monitor of {name} on {node} fails once, though its unit runs",
        Action.BAN: f"ban {name} from {node} (a location of -INFINITY)",
        Action.STANDBY: f"put {name} in standby",
        Action.ADD: f"add {name}, active/passive, on {question.unit}",
    }[question.action]


def single_question(names: Mapping[str, str | None], node: str | None) -> Question:
    """Return the one question among *names*.

    *names* holds a name or None for each action.

    Raises UserError for none or several, and for a node that the action does not take.
    """
    given = [(action, name) for action, name in names.items() if name is not None]
    if len(given) != 1:
        message = f"{len(given)} questions at once" if given else "there is no question"
        options = ", ".join(f"--{action}" for action in Action)
        raise UserError([Problem(message, f"give one of: {options}")])
    ((action, name),) = given
    if node and action not in (Action.FAIL, Action.BAN):
        raise UserError([Problem(f"--node means nothing with --{action}", "leave it out")])
    return Question(Action(action), name, node or "")
