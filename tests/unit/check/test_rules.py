"""Every rule finds what its cases say, and nothing where they say so: tests/rules/<rule>.yaml."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.check.judged import said, view
from wsgigen.check.run import rules

CASES = Path(__file__).resolve().parents[2] / "rules"
RULES = rules()
#: The headings of a page, in this order.
HEADINGS = ("What it checks", "Why it matters", "Instead", "Source")


def _cases() -> list[Any]:
    cases = []
    for path in sorted(CASES.glob("*.yaml")):
        cases += [
            pytest.param(path.stem, case, id=f"{path.stem}: {case['says']}")
            for case in yaml.safe_load(path.read_text())
        ]
    return cases


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_rule_says_what_its_case_says(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    known = {"says", "profile", "cib", "beside", "finds", "lacks", "installed", "root"}
    assert set(case) <= known
    beside = [RULES[other] for other in case.get("beside", [])]
    finds, lacks = said(
        RULES[name],
        view(
            tmp_path,
            case.get("profile"),
            case.get("cib"),
            case.get("installed"),
            case.get("root"),
        ),
        beside,
    )
    assert finds == case.get("finds", [])
    assert lacks == case.get("lacks", [])


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    assert sorted(path.stem for path in CASES.glob("*.yaml")) == sorted(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_has_a_case_where_it_speaks_and_one_where_it_is_silent(name: str) -> None:
    cases = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    assert any(case.get("finds") for case in cases)
    assert any(not case.get("finds") and not case.get("lacks") for case in cases)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_page_has_its_headings(name: str) -> None:
    page = RULES[name].page
    assert tuple(re.findall(r"^(\S.*)$", page, re.M)[1:]) == HEADINGS
    assert not page.splitlines()[1]
    for heading in HEADINGS:
        assert re.search(rf"^{heading}\n    \S", page, re.M)
