"""Every conflict rule was seen on a cluster, or there is a reason why not.

The kept evidence is that of the scenarios as they are now.
"""

import pytest

from tests.hosts import test_agents, test_resources, test_sharing
from tests.hosts.evidence import rows, scenes
from tests.hosts.scenario import NOT_SHOWN, Scenario
from tests.unit.given import planned
from wsgigen.check.rule import Severity
from wsgigen.check.run import rules
from wsgigen.cluster.impact import impact
from wsgigen.profile.model import Cluster

_MARKS = [
    getattr(member, "scenario", None)
    for module in (test_agents, test_resources, test_sharing)
    for member in vars(module).values()
]
SCENARIOS = {mark.name: mark for mark in _MARKS if isinstance(mark, Scenario)}
CONFLICTS = {name for name, rule in rules().items() if rule.severity is Severity.CONFLICT}
SHOWN = {rule for scenario in SCENARIOS.values() for rule in scenario.rules}


def test_every_conflict_rule_has_a_scenario_or_a_reason_and_never_both():
    assert NOT_SHOWN.keys() == CONFLICTS - SHOWN


def test_scenarios_are_about_rules_that_exist():
    assert not SHOWN - set(rules())


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_was_seen_on_every_stage_to_harm_where_rules_say_so_and_nowhere_else(name):
    scenario = SCENARIOS[name]
    seen = {
        (scene.host, scene.where): scene.verdict for scene in scenes() if scene.scenario == name
    }
    expected = {
        (kind.name, where): "as the rules claim" if where in scenario.harms else "harmless"
        for kind, where in scenario.stages
    }
    assert seen == expected


@pytest.mark.parametrize(
    "scene", scenes(), ids=lambda scene: f"{scene.scenario}-{scene.where}-{scene.host}"
)
def test_kept_evidence_is_of_the_scenario_as_it_is(scene):
    scenario = SCENARIOS[scene.scenario]
    assert (scene.claim, scene.action, scene.rules) == (
        scenario.claim,
        scenario.action,
        scenario.rules,
    )


def test_the_forecast_of_a_death_is_what_was_measured(tmp_path):
    deaths = [row.figures for row in rows() if row.table == "deaths"]
    means = [float(figures["mean"].removesuffix(" s")) for figures in deaths]
    gone, *_ = impact(planned(tmp_path), Cluster()).recoveries
    assert len(deaths) == 6, "three layouts on two hosts"
    assert gone.mean == round(sum(means) / len(means), 1)
    assert gone.worst is not None
    assert gone.worst >= max(float(figures["worst"].removesuffix(" s")) for figures in deaths)
