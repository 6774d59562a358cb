"""A conflict rule was seen on a cluster, or there is a reason why not; and what is kept of it is what the scenarios are."""

import pytest

from tests.hosts import test_agents, test_resources, test_sharing
from tests.hosts.evidence import scenes
from tests.hosts.scenario import NOT_SHOWN, Scenario
from wsgigen.check.rule import Severity
from wsgigen.check.run import rules

_MARKS = [
    getattr(one, "scenario", None)
    for module in (test_agents, test_resources, test_sharing)
    for one in vars(module).values()
]
SCENARIOS = {one.name: one for one in _MARKS if isinstance(one, Scenario)}
CONFLICTS = {name for name, rule in rules().items() if rule.severity is Severity.CONFLICT}
SHOWN = {rule for one in SCENARIOS.values() for rule in one.rules}


def test_every_conflict_rule_has_a_scenario_or_a_reason_and_never_both():
    assert NOT_SHOWN.keys() == CONFLICTS - SHOWN


def test_a_scenario_is_about_rules_that_there_are():
    assert not SHOWN - set(rules())


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_was_seen_on_every_stage_to_harm_where_rules_say_so_and_nowhere_else(name):
    played = SCENARIOS[name]
    seen = {(one.host, one.where): one.verdict for one in scenes() if one.scenario == name}
    expected = {
        (kind.name, where): "as the rules claim" if where in played.harms else "harmless"
        for kind, where in played.stages
    }
    assert seen == expected


@pytest.mark.parametrize("one", scenes(), ids=lambda one: f"{one.scenario}-{one.where}-{one.host}")
def test_what_is_kept_is_of_the_scenario_as_it_is(one):
    played = SCENARIOS[one.scenario]
    assert (one.claim, one.action, one.rules) == (played.claim, played.action, played.rules)
