"""Evaluates a <rule> as far as the CIB alone decides it: true, false, or None.

None is an outcome that only a running cluster knows: attributes of nodes change at run time, and
the date does. What is about a resource's agent, an operation, or a node's name is decided here.

Source
    "Pacemaker Explained", Rules (rules.rst); ClusterLabs/pacemaker: lib/common/rules.c
"""

from collections.abc import Iterator

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.values import parse_seconds
from wsgigen.record import record


@record
class RuleContext:
    """The agent, operation or node that a rule is about. None where it is about none."""

    standard: str | None = None
    provider: str | None = None
    type: str | None = None
    operation: str | None = None
    interval: int | None = None
    node: str | None = None


def is_fulfilled(rule: Element, about: RuleContext) -> bool | None:
    """Tell whether *rule* holds. An empty one does not; Pacemaker logs it."""
    outcomes = [_expression(child, about) for child in rule.children]
    if not outcomes:
        return False
    if rule.attributes.get("boolean-op", "and").lower() == "or":
        return True if True in outcomes else None if None in outcomes else False
    return False if False in outcomes else None if None in outcomes else True


def named_nodes(rule: Element) -> Iterator[str]:
    """Return the nodes that *rule* names."""
    waiting = [rule]
    while waiting:
        element = waiting.pop()
        if element.name == "expression" and element.attributes.get("attribute") == "#uname":
            yield element.attributes.get("value", "")
        waiting.extend(element.children)


def _expression(expression: Element, about: RuleContext) -> bool | None:
    if expression.name == "rule":
        return None if "id-ref" in expression.attributes else is_fulfilled(expression, about)
    if expression.name == "rsc_expression":
        return _is_agent(expression, about)
    if expression.name == "op_expression":
        return _is_operation(expression, about)
    if expression.name == "expression" and expression.attributes.get("attribute") == "#uname":
        return _is_node(expression, about)
    return None


def _is_agent(expression: Element, about: RuleContext) -> bool:
    if about.standard is None:
        return False
    agent = {"class": about.standard, "provider": about.provider, "type": about.type}
    attributes = expression.attributes
    return all(attributes[key] == agent[key] for key in agent if key in attributes)


def _is_operation(expression: Element, about: RuleContext) -> bool:
    interval = expression.attributes.get("interval")
    is_interval = interval is None or parse_seconds(interval) == about.interval
    return expression.attributes.get("name") == about.operation and is_interval


def _is_node(expression: Element, about: RuleContext) -> bool | None:
    attributes = expression.attributes
    operation = attributes.get("operation")
    source = attributes.get("value-source", "literal")
    if about.node is None or operation not in ("eq", "ne") or source != "literal":
        return None
    is_same = about.node.lower() == attributes.get("value", "").lower()
    return is_same if operation == "eq" else not is_same
