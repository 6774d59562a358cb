"""For programs: all that is known, as `wsgigen schema --report` describes it."""

import json
from typing import Any

from wsgigen import __version__
from wsgigen.check.results import (
    CheckRun,
    Format,
    LayoutResult,
    NotChecked,
    Report,
    ReportedFinding,
)
from wsgigen.check.rule import Severity
from wsgigen.check.schema import FORMAT as VERSION
from wsgigen.cluster.impact import Impact
from wsgigen.errors import Location, Problem, visible
from wsgigen.migrate.recommendation import Recommendation


def render(checked: CheckRun) -> str:
    """The reports as JSON; a place that is a whole file has no line."""
    made = {
        "format": VERSION,
        "wsgigen": __version__,
        "status": checked.status,
        "reports": [_report(one) for one in checked.reports],
        "problems": [_problem(one) for one in checked.problems],
    }
    return json.dumps(made, indent=2) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "name": visible(report.name),
        "cib": visible(report.cib) or None,
        "layout": report.layout or None,
        "verdict": report.chosen.verdict,
        "services": [visible(name) for name in report.services],
        "rules": sorted(report.rules),
        "layouts": [_judgement(one) for one in report.results],
        "notes": [_problem(one) for one in report.notes],
        "keepers": [_keeper(one) for one in report.recommendations],
    }


def _keeper(one: Recommendation) -> dict[str, Any]:
    return {
        "resource": visible(one.resource),
        "agent": visible(one.agent),
        "keeper": one.manager,
        "why": visible(one.why),
        **_location(one.at if isinstance(one.at, Location) else None),
        "services": [visible(name) for name in one.services],
        "may_leave": one.may_leave,
        "units": [visible(name) for name in one.binding.units],
        "systemd_units": [visible(name) for name in one.binding.systemd_units],
        "together": [visible(name) for name in one.binding.shares_unit_with],
        "companions": [visible(name) for name in one.binding.companions],
        "constraints": [visible(name) for name in one.binding.constraints],
        "bound": [visible(name) for name in one.binding.stays_but_constrained],
        "unmanaged": visible(one.binding.unmanaged) or None,
    }


def _judgement(one: LayoutResult) -> dict[str, Any]:
    return {
        "layout": one.layout or None,
        "verdict": one.verdict,
        "counts": {
            severity.word: one.count(severity) for severity in sorted(Severity, reverse=True)
        },
        "affected": [visible(name) for name in one.affected],
        "findings": [_said(each) for each in one.findings],
        "not_checked": [_unchecked(each) for each in one.not_checked],
        "not_possible": [_problem(each) for each in one.not_possible],
        "stakes": _stakes(one.impact) if one.impact else None,
    }


def _said(said: ReportedFinding) -> dict[str, Any]:
    question = said.question
    return {
        "rule": said.rule,
        "severity": said.severity.word,
        **_location(said.location),
        "message": visible(said.message),
        "fix": visible(said.fix),
        "services": [visible(name) for name in said.services],
        "accepted": visible(said.accepted) if said.accepted is not None else None,
        "question": {"action": question.action, "name": visible(question.name)}
        if question
        else None,
        "proof": visible(said.proof) if said.proof is not None else None,
    }


def _unchecked(one: NotChecked) -> dict[str, Any]:
    return {"rule": one.rule, "about": visible(one.about) or None, "needs": visible(one.needs)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        **_location(problem.location),
        "message": visible(problem.message),
        "fix": visible(problem.fix) or None,
    }


def _location(location: Location | None) -> dict[str, Any]:
    if location is None:
        return {"file": None, "line": None, "column": None}
    return {
        "file": visible(location.file),
        "line": location.line or None,
        "column": location.column or None,
    }


def _stakes(impact: Impact) -> dict[str, Any]:
    return {
        "units": list(impact.units),
        "processes": impact.processes,
        "memory": impact.memory,
        "ports": list(impact.ports),
        "reaches": [
            {"action": one.action, "service": one.service, "loses": list(one.loses)}
            for one in impact.reaches
        ],
        "recoveries": [
            {
                "what": one.what,
                "by": one.by,
                "mean": one.mean,
                "worst": one.worst,
                "formula": one.formula,
            }
            for one in impact.recoveries
        ],
    }


FORMAT = Format("json", render)
