"""Test results as Jenkins reads them: the schema is that of its xUnit plugin."""

from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import xmlschema

from tests.unit.check.formats.checked import EMPTY, EVERY, LONG, ORDINARY, report, said
from wsgigen.check.formats.junit import render
from wsgigen.check.results import CheckRun, NotChecked
from wsgigen.check.rule import Severity

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("junit-10.xsd")))


def _top(checked: CheckRun) -> Element:
    text = render(checked)
    SCHEMA.validate(text)
    return fromstring(text)


def _case(checked: CheckRun, name: str) -> Element:
    (case,) = (case for case in _top(checked).iter("testcase") if case.get("name") == name)
    return case


@pytest.mark.parametrize("checked", EVERY.values(), ids=EVERY)
def test_results_fit_the_schema(checked: CheckRun) -> None:
    top = _top(checked)
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert int(top.get(name, "-1")) == len(list(top.iter(tag)))


def test_a_suite_is_a_profile_in_its_layout_and_a_case_a_rule() -> None:
    suites = _top(ORDINARY).findall("testsuite")
    assert [suite.get("name") for suite in suites] == [
        "a.yaml: single",
        "b.yaml: single",
        "unusable input",
    ]
    assert [case.get("name") for case in suites[0].iter("testcase")] == [
        "live-only",
        "old",
        "partly",
        "shared",
        "silent",
        "slow",
    ]
    verdicts = {entry.get("name"): entry.get("value") for entry in suites[0].iter("property")}
    assert verdicts == {
        "verdict single": "conflict",
        "verdict per-service": "clean",
        "verdict grouped": "not possible",
    }


def test_only_findings_that_the_call_fails_on_are_failures() -> None:
    assert [
        case.get("name")
        for case in _top(ORDINARY).iter("testcase")
        if case.find("failure") is not None
    ] == ["shared"]
    risk = replace(ORDINARY, fail_on=Severity.RISK)
    assert [
        case.get("name") for case in _top(risk).iter("testcase") if case.find("failure") is not None
    ] == ["shared", "slow"]
    output = _case(ORDINARY, "slow").find("system-out")
    assert output is not None
    assert output.text == "cib.xml:7: risk: it may be so\n    fix: do otherwise"


def test_what_is_accepted_is_output_with_its_reason() -> None:
    output = _case(ORDINARY, "old").find("system-out")
    assert output is not None
    assert "    accepted: we know" in str(output.text)


def test_a_failure_says_all_that_its_rule_found() -> None:
    failure = _case(CheckRun((report(said(), said(message="and this")),)), "shared").find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.get("type")) == ("it is so, and 1 more", "conflict")
    assert str(failure.text).splitlines() == [
        "a.yaml:3:9: conflict: it is so",
        "    fix: do otherwise",
        "a.yaml:3:9: conflict: and this",
        "    fix: do otherwise",
    ]


def test_a_rule_that_could_not_look_is_skipped_but_never_when_it_found_something() -> None:
    skipped = _case(ORDINARY, "live-only").find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "needs --cib FILE"
    both = _case(
        CheckRun((report(said(), not_checked=(NotChecked("shared", "more", "half"),)),)), "shared"
    )
    assert (both.find("skipped"), both.find("failure") is not None) == (None, True)
    assert "not checked: half needs more" in "".join(both.itertext())


def test_what_is_unusable_is_an_error() -> None:
    (error,) = _top(ORDINARY).iter("error")
    assert error.get("message") == "c.yaml: cannot be read"


def test_nothing_is_no_suite() -> None:
    assert list(_top(EMPTY)) == []


def test_thousands_of_findings_are_a_case_a_rule() -> None:
    assert len(list(_top(LONG).iter("testcase"))) == 51
