"""Makes reports for the tests of the formats: small, large, hostile."""

from wsgigen.check.results import CheckRun, LayoutResult, NotChecked, Report, ReportedFinding
from wsgigen.check.rule import Need, Rule, Severity
from wsgigen.errors import Location, Problem
from wsgigen.migrate.manager import RecommendedManager
from wsgigen.migrate.recommendation import Recommendation
from wsgigen.migrate.relations import Relations
from wsgigen.simulate.question import Action, Question

#: It ends lines, moves cursors, turns text around, and has characters that XML forbids.
HOSTILE = "a\nb\x1b[31m\0\u202e\u2028\ud800\ufffe]]><x a='\"&"
BOUND = Relations((HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), HOSTILE)
PAGE = """One line says what.

What it checks
    This.

Why it matters
    That.

Instead
    Another.

Source
    A book.
"""


def rule(name: str, severity: Severity = Severity.CONFLICT) -> Rule:
    return Rule(name, PAGE, severity, lambda view: iter(()), needs=(Need.CIB,))


def said(
    name: str = "shared",
    message: str = "it is so",
    severity: Severity = Severity.CONFLICT,
    **more: object,
) -> ReportedFinding:
    fields = {
        "location": Location("a.yaml", 3, 9),
        "fix": "do otherwise",
        "services": ("keystone",),
        **more,
    }
    return ReportedFinding(name, severity, message=message, **fields)  # type: ignore[arg-type]


def report(
    *findings: ReportedFinding,
    not_checked: tuple[NotChecked, ...] = (),
    name: str = "a.yaml",
    **more: object,
) -> Report:
    """Return a report on a profile whose chosen layout `single` has the findings.

    `per-service` is clean, `grouped` is not possible.
    """
    results = (
        LayoutResult("single", findings, not_checked),
        LayoutResult("per-service"),
        LayoutResult(
            "grouped",
            not_possible=(Problem("it cannot be", "do without", location=Location(name, 4, 1)),),
        ),
    )
    names = sorted(
        {finding.rule for finding in findings} | {gap.rule for gap in not_checked} | {"silent"}
    )
    fields = {"services": ("keystone", "placement"), **more}
    rules = {rule_name: rule(rule_name) for rule_name in names}
    return Report(name, "single", results, rules, **fields)  # type: ignore[arg-type]


ORDINARY = CheckRun(
    (
        report(
            said(question=Question(Action.STOP, "keystone")),
            said("slow", "it may be so", Severity.RISK, location=Location("cib.xml", 7)),
            said("old", "it was so", accepted="we know", location=Location("a.yaml")),
            not_checked=(
                NotChecked("live-only", "--cib FILE"),
                NotChecked("partly", "more", "half of it"),
            ),
            cib="cib.xml",
        ),
        report(name="b.yaml"),
    ),
    (Problem("cannot be read", "name another", location=Location("c.yaml")),),
)
WILD = CheckRun(
    (
        report(
            said(
                message=HOSTILE, fix=HOSTILE, location=Location(HOSTILE, 1, 1), services=(HOSTILE,)
            ),
            said(message=HOSTILE, severity=Severity.RISK, accepted=HOSTILE),
            not_checked=(NotChecked("live-only", HOSTILE, HOSTILE),),
            name=HOSTILE,
            cib=HOSTILE,
            notes=(Problem(HOSTILE, HOSTILE),),
            recommendations=(
                Recommendation(
                    HOSTILE,
                    HOSTILE,
                    RecommendedManager.SYSTEMD,
                    HOSTILE,
                    Location(HOSTILE, 1),
                    (HOSTILE,),
                    BOUND,
                ),
            ),
        ),
    ),
    (Problem(HOSTILE, HOSTILE, location=Location(HOSTILE)),),
)
EMPTY = CheckRun(())
LONG = CheckRun(
    (report(*(said(f"rule-{number % 50}", f"finding {number}") for number in range(5_000))),)
)
EVERY = {"ordinary": ORDINARY, "wild": WILD, "empty": EMPTY, "long": LONG}
