"""The report for programs that read test results, such as Jenkins and GitLab.

It has a suite for each profile in its layout, and a case for each rule. A case fails because of the
findings that the call fails on; the others are in its output, and a rule that could not look is
skipped.

Source
    The schema that Jenkins' xUnit plugin publishes: jenkinsci/xunit-plugin,
    src/main/resources/.../types/model/xsd/junit-10.xsd
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wsgigen.check.format import Format
from wsgigen.check.results import CheckRun, NotChecked, Report, ReportedFinding
from wsgigen.errors import Problem, visible


def render(checked: CheckRun) -> str:
    """Return the suites. Verdicts on the layouts that were not chosen are properties."""
    top = Element("testsuites", name="wsgigen check")
    for report in checked.reports:
        _suite(top, checked, report)
    if checked.problems:
        _failed_suite(top, checked.problems)
    for count in ("tests", "failures", "errors"):
        top.set(count, str(sum(int(suite.get(count, "0")) for suite in top)))
    indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(top, encoding="unicode")}\n'


def _suite(top: Element, checked: CheckRun, report: Report) -> None:
    chosen = report.chosen
    suite = SubElement(
        top,
        "testsuite",
        name=visible(f"{report.name}: {report.layout or 'as it is'}"),
        file=visible(report.name),
    )
    properties = SubElement(suite, "properties")
    for result in report.results:
        name = f"verdict {result.layout or 'as it is'}"
        SubElement(properties, "property", name=name, value=result.verdict)
    for problem in chosen.not_possible:
        _error(suite, problem)
    for name in sorted(report.rules) if not chosen.not_possible else ():
        _case(suite, checked, report, name)
    _count(suite)


def _failed_suite(top: Element, problems: Iterable[Problem]) -> None:
    suite = SubElement(top, "testsuite", name="unusable input")
    for problem in problems:
        _error(suite, problem)
    _count(suite)


def _error(suite: Element, problem: Problem) -> None:
    message = visible(
        f"{problem.location}: {problem.message}" if problem.location else problem.message
    )
    case = SubElement(suite, "testcase", name=message, classname="wsgigen.input", time="0")
    SubElement(case, "error", message=message, type="error").text = visible(f"fix: {problem.fix}")


def _case(suite: Element, checked: CheckRun, report: Report, name: str) -> None:
    findings = [finding for finding in report.chosen.findings if finding.rule == name]
    failing = [finding for finding in findings if checked.fails_on(finding)]
    gaps = [gap for gap in report.chosen.not_checked if gap.rule == name]
    case = SubElement(
        suite, "testcase", name=name, classname=f"wsgigen.{report.layout or 'cluster'}", time="0"
    )
    if failing:
        _failure(case, failing)
    elif gaps and not findings:
        SubElement(case, "skipped", message="; ".join(map(_needs, gaps)))
    output = [line for finding in findings if finding not in failing for line in _lines(finding)]
    output += [f"not checked: {_needs(gap)}" for gap in gaps] if findings else []
    if output:
        SubElement(case, "system-out").text = "\n".join(output)


def _failure(case: Element, failing: list[ReportedFinding]) -> None:
    """Add one failure for all findings, since some readers show only one."""
    more = f", and {len(failing) - 1} more" if len(failing) > 1 else ""
    failure = SubElement(
        case, "failure", message=visible(failing[0].message) + more, type=failing[0].severity.word
    )
    failure.text = "\n".join(line for finding in failing for line in _lines(finding))


def _lines(finding: ReportedFinding) -> Iterator[str]:
    yield visible(f"{finding.location}: {finding.severity.word}: {finding.message}")
    if finding.accepted is None:
        yield visible(f"    fix: {finding.fix}")
    else:
        yield visible(f"    accepted: {finding.accepted}")
    if finding.proof:
        yield visible(f"    proof: {finding.proof}")


def _needs(gap: NotChecked) -> str:
    return visible(f"{gap.about} needs {gap.needs}" if gap.about else f"needs {gap.needs}")


def _count(suite: Element) -> None:
    for count, tag in (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ):
        suite.set(count, str(sum(1 for _ in suite.iter(tag))))


FORMAT = Format("junit", render)
