"""The report for code scanning, in SARIF 2.1.0.

It has the findings of the chosen layouts at their lines in profiles and CIBs.

Source
    OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 plus Errata 01
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from wsgigen import __version__
from wsgigen.check.format import Format
from wsgigen.check.page import page
from wsgigen.check.results import CheckRun, NotChecked, Report, ReportedFinding
from wsgigen.check.rule import Rule, Severity
from wsgigen.errors import Location, Problem, visible

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.CONFLICT: "error", Severity.RISK: "warning", Severity.ADVICE: "note"}


def render(checked: CheckRun) -> str:
    """Return one run with the findings of every report, so that it counts as one analysis."""
    rules = {name: rule for report in checked.reports for name, rule in report.rules.items()}
    indices = {name: number for number, name in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "wsgigen",
                "semanticVersion": __version__,
                "rules": [_rule(rules[name]) for name in indices],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(checked, indices)],
        "results": [
            _result(finding, report, indices)
            for report in checked.reports
            for finding in report.chosen.findings
        ],
        "properties": {
            "verdicts": {visible(report.name): _verdicts(report) for report in checked.reports}
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _verdicts(report: Report) -> dict[str, str]:
    return {result.layout or "as it is": result.verdict for result in report.results}


def _rule(rule: Rule) -> dict[str, Any]:
    about = page(rule.page)
    reason = dict(about.sections).get("Why it matters", about.summary)
    return {
        "id": rule.name,
        "shortDescription": {"text": about.summary},
        "fullDescription": {"text": " ".join(reason.split())},
        "help": {
            "text": "\n\n".join(f"{heading}\n{text}" for heading, text in about.sections),
            "markdown": about.markdown,
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: ReportedFinding, report: Report, indices: dict[str, int]) -> dict[str, Any]:
    message = f"{visible(finding.message)}\nfix: {visible(finding.fix)}" + (
        f"\nproof: {visible(finding.proof)}" if finding.proof else ""
    )
    identity = "\0".join((finding.rule, report.layout, visible(finding.message)))
    return {
        "ruleId": finding.rule,
        "ruleIndex": indices[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"message/v1": sha256(identity.encode()).hexdigest()},
        "suppressions": [] if finding.accepted is None else [_suppression(finding.accepted)],
        "properties": {
            "layout": report.layout or "as it is",
            "services": [visible(name) for name in finding.services],
        },
    }


def _suppression(reason: str) -> dict[str, str]:
    return {"kind": "external", "status": "accepted", "justification": visible(reason)}


def _location(location: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(location.file)}}
    if location.line:
        physical["region"] = {
            "startLine": location.line,
            **({"startColumn": location.column} if location.column else {}),
        }
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    """Return *file* as a URI: absolute as file:, relative as it is; undecodable bytes are kept."""
    try:
        quoted = quote(file.encode(errors="surrogateescape"))
    except UnicodeEncodeError:
        quoted = quote(visible(file))
    return f"file://{quoted}" if file.startswith("/") else quoted


def _invocation(checked: CheckRun, indices: dict[str, int]) -> dict[str, Any]:
    problems = [problem for report in checked.reports for problem in report.chosen.not_possible]
    return {
        "executionSuccessful": checked.status < 2,
        "exitCode": checked.status,
        "toolExecutionNotifications": [
            _not_checked(gap, report, indices)
            for report in checked.reports
            for gap in report.chosen.not_checked
        ],
        "toolConfigurationNotifications": [
            *(_notification(problem, "error") for problem in (*checked.problems, *problems)),
            *(_notification(note, "note") for report in checked.reports for note in report.notes),
        ],
    }


def _not_checked(gap: NotChecked, report: Report, indices: dict[str, int]) -> dict[str, Any]:
    about = f" ({gap.about})" if gap.about else ""
    return {
        "level": "note",
        "message": {
            "text": visible(f"not checked in {report.name}: {gap.rule}{about} needs {gap.needs}")
        },
        "associatedRule": {"id": gap.rule, "index": indices[gap.rule]},
    }


def _notification(problem: Problem, level: str) -> dict[str, Any]:
    text = "\n".join(_lines(problem))
    return {
        "level": level,
        "message": {"text": text},
        **({"locations": [_location(problem.location)]} if problem.location else {}),
    }


def _lines(problem: Problem) -> Iterator[str]:
    yield visible(problem.message)
    if problem.fix:
        yield f"fix: {visible(problem.fix)}"


FORMAT = Format("sarif", render)
