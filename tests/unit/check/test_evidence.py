"""A conflict rule was seen on a cluster, or there is a reason why not; docs/evidence.md says which."""

import re
from pathlib import Path

import pytest

from tests.hosts.claims import NOT_SHOWN, SHOWN
from wsgigen.check.model import Severity
from wsgigen.check.run import rules

_PAGE = (Path(__file__).parents[3] / "docs/evidence.md").read_text()
CONFLICTS = sorted(name for name, rule in rules().items() if rule.severity is Severity.CONFLICT)


def test_every_conflict_rule_names_a_scenario_or_a_reason():
    assert sorted((*SHOWN, *NOT_SHOWN)) == CONFLICTS


@pytest.mark.parametrize("rule", SHOWN)
def test_what_is_shown_was_seen_to_harm_where_it_should_and_nowhere_else(rule):
    for scenario in SHOWN[rule].split(", "):
        section = _PAGE.split(f"\n## {scenario.capitalize()}\n")[1].split("\n## ")[0]
        assert f"[{rule}](rules/{rule}.md)" in section
        verdicts = dict(re.findall(r"^\| (grouped|per-service|with the mistake|without it) \|.*\| (.*) \|$", section, re.M))
        assert verdicts in (
            {"grouped": "as the rules claim", "per-service": "harmless"},
            {"with the mistake": "as the rules claim", "without it": "harmless"},
        )
