"""Reports for the tests of the formats: small, large, hostile."""

from wsgigen.check.model import (
    Checked,
    Input,
    Judgement,
    Question,
    Report,
    Rule,
    Said,
    Severity,
    Unchecked,
)
from wsgigen.errors import Location, Problem
from wsgigen.migrate.binding import Binding
from wsgigen.migrate.recommendation import Verdict

#: Ends lines, moves cursors, turns text around, is no character of XML, is half of one.
HOSTILE = "a\nb\x1b[31m\0\u202e\u2028\ud800\ufffe]]><x a='\"&"
BOUND = Binding((HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE,), HOSTILE)
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
    return Rule(name, PAGE, severity, lambda subject: iter(()), needs=(Input.CIB,))


def said(
    name: str = "shared",
    message: str = "it is so",
    severity: Severity = Severity.CONFLICT,
    **more: object,
) -> Said:
    known = {
        "location": Location("a.yaml", 3, 9),
        "fix": "do otherwise",
        "services": ("keystone",),
        **more,
    }
    return Said(name, severity, message=message, **known)  # type: ignore[arg-type]


def report(
    *findings: Said, unchecked: tuple[Unchecked, ...] = (), name: str = "a.yaml", **more: object
) -> Report:
    """A profile whose `single` has the findings, and is chosen; `per-service` is clean, `grouped` is not possible."""
    judgements = (
        Judgement("single", findings, unchecked),
        Judgement("per-service"),
        Judgement(
            "grouped",
            refused=(Problem("it cannot be", "do without", location=Location(name, 4, 1)),),
        ),
    )
    names = sorted({one.rule for one in (*findings, *unchecked)} | {"silent"})
    known = {"services": ("keystone", "placement"), **more}
    return Report(name, "single", judgements, {each: rule(each) for each in names}, **known)  # type: ignore[arg-type]


ORDINARY = Checked(
    (
        report(
            said(question=Question("stop", "keystone")),
            said("slow", "it may be so", Severity.RISK, location=Location("cib.xml", 7)),
            said("old", "it was so", accepted="we know", location=Location("a.yaml")),
            unchecked=(
                Unchecked("live-only", "--cib FILE"),
                Unchecked("partly", "more", "half of it"),
            ),
            cib="cib.xml",
        ),
        report(name="b.yaml"),
    ),
    (Problem("cannot be read", "name another", location=Location("c.yaml")),),
)
WILD = Checked(
    (
        report(
            said(
                message=HOSTILE, fix=HOSTILE, location=Location(HOSTILE, 1, 1), services=(HOSTILE,)
            ),
            said(message=HOSTILE, severity=Severity.RISK, accepted=HOSTILE),
            unchecked=(Unchecked("live-only", HOSTILE, HOSTILE),),
            name=HOSTILE,
            cib=HOSTILE,
            notes=(Problem(HOSTILE, HOSTILE),),
            keepers=(
                Verdict(
                    HOSTILE, HOSTILE, "systemd", HOSTILE, Location(HOSTILE, 1), (HOSTILE,), BOUND
                ),
            ),
        ),
    ),
    (Problem(HOSTILE, HOSTILE, location=Location(HOSTILE)),),
)
EMPTY = Checked(())
LONG = Checked(
    (report(*(said(f"rule-{number % 50}", f"finding {number}") for number in range(5_000))),)
)
EVERY = {"ordinary": ORDINARY, "wild": WILD, "empty": EMPTY, "long": LONG}
