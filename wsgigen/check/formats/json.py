"""The report for programs: all that is known, as `wsgigen schema --report` describes it."""

import json
from typing import Any

from wsgigen import __version__
from wsgigen.check.format import Format
from wsgigen.check.results import (
    CheckRun,
    LayoutResult,
    NotChecked,
    Report,
    ReportedFinding,
)
from wsgigen.check.rule import Severity
from wsgigen.check.schema import FORMAT_VERSION
from wsgigen.cluster.impact import Impact
from wsgigen.errors import Location, Problem, visible
from wsgigen.migrate.recommendation import Recommendation


def render(checked: CheckRun) -> str:
    """Return the reports as JSON; the location of a whole file has no line."""
    document = {
        "format": FORMAT_VERSION,
        "wsgigen": __version__,
        "status": checked.status,
        "reports": [_report(report) for report in checked.reports],
        "problems": [_problem(problem) for problem in checked.problems],
    }
    return json.dumps(document, indent=2) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "name": visible(report.name),
        "cib": visible(report.cib) or None,
        "layout": report.layout or None,
        "verdict": report.chosen.verdict,
        "services": [visible(name) for name in report.services],
        "rules": sorted(report.rules),
        "layouts": [_result(result) for result in report.results],
        "notes": [_problem(note) for note in report.notes],
        "keepers": [_recommendation(recommendation) for recommendation in report.recommendations],
    }


def _recommendation(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "resource": visible(recommendation.resource),
        "agent": visible(recommendation.agent),
        "keeper": recommendation.manager,
        "why": visible(recommendation.why),
        **_location(recommendation.at if isinstance(recommendation.at, Location) else None),
        "services": [visible(name) for name in recommendation.services],
        "may_leave": recommendation.may_leave,
        "units": [visible(name) for name in recommendation.relations.units],
        "systemd_units": [visible(name) for name in recommendation.relations.systemd_units],
        "together": [visible(name) for name in recommendation.relations.shares_unit_with],
        "companions": [visible(name) for name in recommendation.relations.companions],
        "constraints": [visible(name) for name in recommendation.relations.constraints],
        "bound": [visible(name) for name in recommendation.relations.stays_but_constrained],
        "unmanaged": visible(recommendation.relations.unmanaged) or None,
    }


def _result(result: LayoutResult) -> dict[str, Any]:
    return {
        "layout": result.layout or None,
        "verdict": result.verdict,
        "counts": {
            severity.word: result.count(severity) for severity in sorted(Severity, reverse=True)
        },
        "affected": [visible(name) for name in result.affected],
        "findings": [_finding(finding) for finding in result.findings],
        "not_checked": [_not_checked(gap) for gap in result.not_checked],
        "not_possible": [_problem(problem) for problem in result.not_possible],
        "stakes": _impact(result.impact) if result.impact else None,
    }


def _finding(finding: ReportedFinding) -> dict[str, Any]:
    question = finding.question
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        **_location(finding.location),
        "message": visible(finding.message),
        "fix": visible(finding.fix),
        "services": [visible(name) for name in finding.services],
        "accepted": visible(finding.accepted) if finding.accepted is not None else None,
        "question": {"action": question.action, "name": visible(question.name)}
        if question
        else None,
        "proof": visible(finding.proof) if finding.proof is not None else None,
    }


def _not_checked(gap: NotChecked) -> dict[str, Any]:
    return {"rule": gap.rule, "about": visible(gap.about) or None, "needs": visible(gap.needs)}


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


def _impact(impact: Impact) -> dict[str, Any]:
    return {
        "units": list(impact.units),
        "processes": impact.processes,
        "memory": impact.memory,
        "ports": list(impact.ports),
        "reaches": [
            {"action": reach.action, "service": reach.service, "loses": list(reach.loses)}
            for reach in impact.blast_radii
        ],
        "recoveries": [
            {
                "what": recovery.failure,
                "by": recovery.by,
                "mean": recovery.mean,
                "worst": recovery.worst,
                "formula": recovery.formula,
            }
            for recovery in impact.recoveries
        ],
    }


FORMAT = Format("json", render)
