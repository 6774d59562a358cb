"""Reports for programs fit the published schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.unit.check.formats.checked import EVERY, ORDINARY
from tests.unit.check.judged import CIBS
from wsgigen.check.formats.json import render
from wsgigen.check.report import of_cib, of_profile
from wsgigen.check.results import CheckRun
from wsgigen.check.run import rules
from wsgigen.check.schema import schema
from wsgigen.errors import UserError
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.profile.load import load

PROFILES = sorted((Path(__file__).parents[4] / "profiles").glob("*.yaml"))


def _read(checked: CheckRun) -> Any:
    made = json.loads(render(checked))
    Draft202012Validator(schema()).validate(made)
    return made


def test_the_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
@pytest.mark.slow
def test_made_reports_fit_the_schema(checked: CheckRun) -> None:
    assert _read(checked)["status"] == checked.status


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_profile_that_ships_fits_the_schema(path: Path) -> None:
    profile, source = load(path)
    (made,) = _read(CheckRun((of_profile(profile, source, rules()),)))["reports"]
    assert made["layout"] == profile.layout
    assert {layout["layout"] for layout in made["layouts"]} >= {"single", "per-service"}
    assert all(layout["stakes"] for layout in made["layouts"] if not layout["not_possible"])


@pytest.mark.parametrize("path", sorted(CIBS.glob("*.xml")), ids=lambda path: path.stem)
def test_every_cib_fits_the_schema(path: Path) -> None:
    try:
        cib = load_cib(path)
    except UserError:
        return
    (made,) = _read(CheckRun((of_cib(cib, rules()),)))["reports"]
    assert (made["layout"], made["layouts"][0]["stakes"]) == (None, None)


def test_a_finding_has_all_its_fields() -> None:
    made = _read(ORDINARY)
    first, second, third = made["reports"][0]["layouts"][0]["findings"]
    assert first == {
        "rule": "shared",
        "severity": "conflict",
        "file": "a.yaml",
        "line": 3,
        "column": 9,
        "message": "it is so",
        "fix": "do otherwise",
        "services": ["keystone"],
        "accepted": None,
        "question": {"action": "stop", "name": "keystone"},
        "proof": None,
    }
    assert (second["line"], second["column"], third["line"]) == (7, None, None)
    assert third["accepted"] == "we know"
    assert made["problems"] == [
        {
            "file": "c.yaml",
            "line": None,
            "column": None,
            "message": "cannot be read",
            "fix": "name another",
        }
    ]
