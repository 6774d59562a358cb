"""The verdict on a layout, by the severity of its findings and if none could be looked for."""

import pytest

from wsgigen.check.results import LayoutResult, NotChecked, ReportedFinding
from wsgigen.check.rule import Severity
from wsgigen.errors import Location, Problem


def finding(severity: Severity, accepted: str | None = None) -> ReportedFinding:
    where, services = Location("a.yaml", 3), (severity.word,)
    return ReportedFinding(
        "rule", severity, where, "it is so", "do otherwise", services, None, accepted
    )


@pytest.mark.parametrize(
    ("severities", "verdict", "affected"),
    [
        ((), "clean", ()),
        ((Severity.ADVICE,), "clean", ()),
        ((Severity.RISK,), "risk", ("risk",)),
        ((Severity.CONFLICT,), "conflict", ("conflict",)),
        ((Severity.ADVICE, Severity.RISK), "risk", ("risk",)),
        ((Severity.RISK, Severity.CONFLICT), "conflict", ("risk", "conflict")),
    ],
)
def test_advice_alone_is_clean(
    severities: tuple[Severity, ...], verdict: str, affected: tuple[str, ...]
) -> None:
    result = LayoutResult("single", tuple(map(finding, severities)))
    assert (result.verdict, result.affected) == (verdict, affected)


def test_what_is_accepted_is_not_counted() -> None:
    result = LayoutResult(
        "single", (finding(Severity.CONFLICT, "it is known"), finding(Severity.RISK))
    )
    assert (result.verdict, result.affected) == ("risk", ("risk",))
    assert [result.count(severity) for severity in Severity] == [
        int(severity is Severity.RISK) for severity in Severity
    ]


def test_a_layout_that_cannot_be_has_no_verdict_on_rules() -> None:
    result = LayoutResult(
        "single", (finding(Severity.CONFLICT),), not_possible=(Problem("no", ""),)
    )
    assert result.verdict == "not possible"


def test_a_layout_that_no_rule_could_look_at_is_not_clean() -> None:
    unchecked = (NotChecked("rule", "no CIB"),)
    assert LayoutResult("single", (), unchecked, any_rule_ran=False).verdict == "not checked"
