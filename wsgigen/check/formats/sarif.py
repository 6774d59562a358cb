"""For code scanning: SARIF 2.1.0, the findings of the layouts chosen at their lines in profiles and CIBs.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 plus Errata 01
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from wsgigen import __version__
from wsgigen.check.page import page
from wsgigen.check.results import CheckRun, Format, NotChecked, Report, ReportedFinding
from wsgigen.check.rule import Rule, Severity
from wsgigen.errors import Location, Problem, visible

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.CONFLICT: "error", Severity.RISK: "warning", Severity.ADVICE: "note"}


def render(checked: CheckRun) -> str:
    """One run with every report's findings, so that it is one analysis to those who keep score."""
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
            _result(said, report, indices)
            for report in checked.reports
            for said in report.chosen.findings
        ],
        "properties": {
            "verdicts": {visible(report.name): _verdicts(report) for report in checked.reports}
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _verdicts(report: Report) -> dict[str, str]:
    return {one.layout or "as it is": one.verdict for one in report.results}


def _rule(rule: Rule) -> dict[str, Any]:
    about = page(rule.page)
    return {
        "id": rule.name,
        "shortDescription": {"text": about.summary},
        "fullDescription": {
            "text": " ".join(dict(about.sections).get("Why it matters", about.summary).split())
        },
        "help": {
            "text": "\n\n".join(f"{heading}\n{words}" for heading, words in about.sections),
            "markdown": about.markdown,
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(said: ReportedFinding, report: Report, indices: dict[str, int]) -> dict[str, Any]:
    message = f"{visible(said.message)}\nfix: {visible(said.fix)}" + (
        f"\nproof: {visible(said.proof)}" if said.proof else ""
    )
    words = "\0".join((said.rule, report.layout, visible(said.message)))
    return {
        "ruleId": said.rule,
        "ruleIndex": indices[said.rule],
        "level": _LEVELS[said.severity],
        "message": {"text": message},
        "locations": [_location(said.location)],
        "partialFingerprints": {"message/v1": sha256(words.encode()).hexdigest()},
        "suppressions": [] if said.accepted is None else [_suppression(said.accepted)],
        "properties": {
            "layout": report.layout or "as it is",
            "services": [visible(name) for name in said.services],
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
    """An absolute path as a file URI, a relative one as a reference; bytes of no encoding as they are."""
    try:
        quoted = quote(file.encode(errors="surrogateescape"))
    except UnicodeEncodeError:
        quoted = quote(visible(file))
    return f"file://{quoted}" if file.startswith("/") else quoted


def _invocation(checked: CheckRun, indices: dict[str, int]) -> dict[str, Any]:
    refused = [problem for report in checked.reports for problem in report.chosen.not_possible]
    return {
        "executionSuccessful": checked.status < 2,
        "exitCode": checked.status,
        "toolExecutionNotifications": [
            _not_checked(one, report, indices)
            for report in checked.reports
            for one in report.chosen.not_checked
        ],
        "toolConfigurationNotifications": [
            *(_notification(problem, "error") for problem in (*checked.problems, *refused)),
            *(_notification(note, "note") for report in checked.reports for note in report.notes),
        ],
    }


def _not_checked(one: NotChecked, report: Report, indices: dict[str, int]) -> dict[str, Any]:
    about = f" of {one.about}" if one.about else ""
    return {
        "level": "note",
        "message": {
            "text": visible(f"not checked in {report.name}: {one.rule}{about} needs {one.needs}")
        },
        "associatedRule": {"id": one.rule, "index": indices[one.rule]},
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
