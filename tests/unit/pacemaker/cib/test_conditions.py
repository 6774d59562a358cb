"""Rules as far as a CIB decides them: true, false, or None where only the cluster knows."""

from itertools import product

import pytest

from wsgigen.pacemaker.cib.conditions import RuleContext, is_fulfilled, named_nodes
from wsgigen.pacemaker.cib.elements import Element

APACHE = RuleContext("ocf", "heartbeat", "apache")
HTTPD = RuleContext("systemd", None, "httpd")
MONITOR = RuleContext(operation="monitor", interval=10)
CTL1 = RuleContext(node="ctl1")


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """Return an element; _ in the name of an attribute stands for -."""
    values = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return Element(tag, values, 1, 1, list(children))


def rule(*children: Element, **attributes: str) -> Element:
    return element("rule", *children, **attributes)


def uname(operation: str, value: str, **more: str) -> Element:
    return element("expression", attribute="#uname", operation=operation, value=value, **more)


#: An expression of each outcome, on the node ctl1.
OUTCOMES = {
    True: uname("eq", "ctl1"),
    False: uname("ne", "ctl1"),
    None: element("expression", attribute="rack", operation="eq", value="a"),
}
_WORST_FIRST = (False, None, True)


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("word", [None, "and", "AND", "or", "Or"])
def test_expressions_are_joined_as_three_values_are(size, word):
    """False decides an `and`, true an `or`; else what is not known leaves it open."""
    attributes = {"boolean_op": word} if word else {}
    for outcomes in product(OUTCOMES, repeat=size):
        made = rule(*(OUTCOMES[outcome] for outcome in outcomes), **attributes)
        ranks = [_WORST_FIRST.index(outcome) for outcome in outcomes]
        rank = max(ranks) if word in ("or", "Or") else min(ranks)
        assert is_fulfilled(made, CTL1) is _WORST_FIRST[rank], outcomes


def test_an_empty_rule_does_not_hold():
    assert is_fulfilled(rule(), CTL1) is False
    assert is_fulfilled(rule(boolean_op="or"), CTL1) is False


def test_rules_nest_and_a_reference_is_left_open():
    inner = rule(OUTCOMES[False], OUTCOMES[True], boolean_op="or")
    assert is_fulfilled(rule(inner), CTL1) is True
    assert is_fulfilled(rule(rule(OUTCOMES[False])), CTL1) is False
    assert is_fulfilled(rule(rule(id_ref="other")), CTL1) is None


@pytest.mark.parametrize(
    ("attributes", "about", "outcome"),
    [
        ({"class_": "ocf", "provider": "heartbeat", "type": "apache"}, APACHE, True),
        ({"type": "apache"}, APACHE, True),
        ({}, APACHE, True),
        ({"class_": "systemd", "type": "apache"}, APACHE, False),
        ({"class_": "ocf", "provider": "pacemaker"}, APACHE, False),
        ({"class_": "ocf", "type": "Dummy"}, APACHE, False),
        ({"class_": "systemd"}, HTTPD, True),
        ({"class_": "systemd", "provider": "heartbeat"}, HTTPD, False),
        ({}, MONITOR, False),
    ],
)
def test_an_expression_on_resources_compares_the_parts_of_the_agent_that_it_has(
    attributes, about, outcome
):
    assert is_fulfilled(rule(element("rsc_expression", **attributes)), about) is outcome


@pytest.mark.parametrize(
    ("attributes", "about", "outcome"),
    [
        ({"name": "monitor"}, MONITOR, True),
        ({"name": "monitor", "interval": "10s"}, MONITOR, True),
        ({"name": "monitor", "interval": "10000ms"}, MONITOR, True),
        ({"name": "monitor", "interval": "11s"}, MONITOR, False),
        ({"name": "start"}, MONITOR, False),
        ({"name": "start", "interval": "10s"}, MONITOR, False),
        ({"name": "monitor"}, APACHE, False),
    ],
)
def test_an_expression_on_operations_compares_name_and_interval(attributes, about, outcome):
    assert is_fulfilled(rule(element("op_expression", **attributes)), about) is outcome


@pytest.mark.parametrize(
    ("expression", "about", "outcome"),
    [
        (uname("eq", "ctl1"), CTL1, True),
        (uname("eq", "CTL1"), CTL1, True),
        (uname("eq", "ctl1"), RuleContext(node="CTL1"), True),
        (uname("eq", "ctl2"), CTL1, False),
        (uname("ne", "ctl2"), CTL1, True),
        (uname("ne", "ctl1"), CTL1, False),
        (uname("eq", "ctl1", value_source="literal"), CTL1, True),
        (uname("eq", "ctl1", value_source="param"), CTL1, None),
        (uname("lt", "ctl2"), CTL1, None),
        (uname("defined", ""), CTL1, None),
        (uname("eq", "ctl1"), APACHE, None),
        (element("date_expression", operation="gt", start="2026-01-01"), CTL1, None),
    ],
)
def test_only_the_name_of_a_node_is_decided_here(expression, about, outcome):
    assert is_fulfilled(rule(expression), about) is outcome


def test_the_nodes_that_a_rule_names_are_those_of_rules_in_it_too():
    made = rule(uname("eq", "ctl1"), rule(uname("ne", "ctl2"), OUTCOMES[None]))
    assert sorted(named_nodes(made)) == ["ctl1", "ctl2"]
    assert list(named_nodes(rule(OUTCOMES[None]))) == []
