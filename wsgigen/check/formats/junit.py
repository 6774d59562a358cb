"""For what reads test results, such as Jenkins and GitLab: a suite for each profile in its layout, a case for each rule.

What fails a case is what the call fails on; the rest is in a case's output, and a rule that could not look is skipped.
Source: the schema that Jenkins' xUnit plugin publishes, jenkinsci/xunit-plugin, src/main/resources/.../types/model/xsd/junit-10.xsd
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wsgigen.check.results import CheckRun, Format, NotChecked, Report, ReportedFinding
from wsgigen.errors import Problem, visible


def render(checked: CheckRun) -> str:
    """The suites. Verdicts on the layouts that were not chosen are properties."""
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
    for one in report.results:
        SubElement(
            properties, "property", name=f"verdict {one.layout or 'as it is'}", value=one.verdict
        )
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
    said = visible(
        f"{problem.location}: {problem.message}" if problem.location else problem.message
    )
    case = SubElement(suite, "testcase", name=said, classname="wsgigen.input", time="0")
    SubElement(case, "error", message=said, type="error").text = visible(f"fix: {problem.fix}")


def _case(suite: Element, checked: CheckRun, report: Report, name: str) -> None:
    said = [one for one in report.chosen.findings if one.rule == name]
    failing = [one for one in said if checked.fails(one)]
    unchecked = [one for one in report.chosen.not_checked if one.rule == name]
    case = SubElement(
        suite, "testcase", name=name, classname=f"wsgigen.{report.layout or 'cluster'}", time="0"
    )
    if failing:
        _failure(case, failing)
    elif unchecked and not said:
        SubElement(case, "skipped", message="; ".join(map(_lacks, unchecked)))
    rest = [line for one in said if one not in failing for line in _lines(one)]
    rest += [f"not checked: {_lacks(one)}" for one in unchecked] if said else []
    if rest:
        SubElement(case, "system-out").text = "\n".join(rest)


def _failure(case: Element, failing: list[ReportedFinding]) -> None:
    """One for all: some readers show only one."""
    more = f", and {len(failing) - 1} more" if len(failing) > 1 else ""
    failure = SubElement(
        case, "failure", message=visible(failing[0].message) + more, type=failing[0].severity.word
    )
    failure.text = "\n".join(line for one in failing for line in _lines(one))


def _lines(said: ReportedFinding) -> Iterator[str]:
    yield visible(f"{said.location}: {said.severity.word}: {said.message}")
    yield visible(
        f"    fix: {said.fix}" if said.accepted is None else f"    accepted: {said.accepted}"
    )
    if said.proof:
        yield visible(f"    proof: {said.proof}")


def _lacks(one: NotChecked) -> str:
    return visible(f"{one.about} needs {one.needs}" if one.about else f"needs {one.needs}")


def _count(suite: Element) -> None:
    for count, tag in (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ):
        suite.set(count, str(sum(1 for _ in suite.iter(tag))))


FORMAT = Format("junit", render)
