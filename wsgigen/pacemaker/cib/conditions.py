"""What a <rule> comes to as far as the CIB alone can say: true, false, or None where it depends on what only a running cluster knows.

Attributes of nodes change at run time and the date does, so those expressions are None. What is about a
resource's agent, an operation, or a node's name is decided here.

Source
    "Pacemaker Explained", Rules (rules.rst); ClusterLabs/pacemaker: lib/common/rules.c
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.values import seconds


@dataclass(frozen=True)
class Given:
    """What a rule is asked about. None: it is not about one, or all of them are meant."""

    standard: str | None = None
    provider: str | None = None
    type: str | None = None
    operation: str | None = None
    interval: int | None = None
    node: str | None = None


def holds(rule: Element, given: Given) -> bool | None:
    """Whether *rule* holds. An empty one does not; Pacemaker logs it."""
    outcomes = [_expression(child, given) for child in rule.children]
    if not outcomes:
        return False
    if rule.attributes.get("boolean-op", "and").lower() == "or":
        return True if True in outcomes else None if None in outcomes else False
    return False if False in outcomes else None if None in outcomes else True


def names(rule: Element) -> Iterator[str]:
    """The nodes that *rule* names."""
    waiting = [rule]
    while waiting:
        element = waiting.pop()
        if element.name == "expression" and element.attributes.get("attribute") == "#uname":
            yield element.attributes.get("value", "")
        waiting.extend(element.children)


def _expression(expression: Element, given: Given) -> bool | None:
    if expression.name == "rule":
        return None if "id-ref" in expression.attributes else holds(expression, given)
    if expression.name == "rsc_expression":
        return _agent(expression, given)
    if expression.name == "op_expression":
        return _operation(expression, given)
    if expression.name == "expression" and expression.attributes.get("attribute") == "#uname":
        return _uname(expression, given)
    return None


def _agent(expression: Element, given: Given) -> bool | None:
    if given.standard is None:
        return False
    wanted = {
        key: expression.attributes[key]
        for key in ("class", "provider", "type")
        if key in expression.attributes
    }
    have = {"class": given.standard, "provider": given.provider, "type": given.type}
    return all(have[key] == value for key, value in wanted.items())


def _operation(expression: Element, given: Given) -> bool:
    interval = expression.attributes.get("interval")
    same = interval is None or seconds(interval) == given.interval
    return expression.attributes.get("name") == given.operation and same


def _uname(expression: Element, given: Given) -> bool | None:
    operation, value = (
        expression.attributes.get("operation"),
        expression.attributes.get("value", ""),
    )
    if (
        given.node is None
        or operation not in ("eq", "ne")
        or expression.attributes.get("value-source", "literal") != "literal"
    ):
        return None
    same = given.node.lower() == value.lower()
    return same if operation == "eq" else not same
