"""The report for people.

It has a verdict on each layout, then the findings in the chosen one, then what was not checked.
"""

from collections.abc import Iterator

from wsgigen.check.format import Format
from wsgigen.check.results import (
    CheckRun,
    LayoutResult,
    NotChecked,
    Report,
    ReportedFinding,
)
from wsgigen.check.rule import Severity
from wsgigen.errors import Problem, visible
from wsgigen.migrate import to_text
from wsgigen.text.columns import align
from wsgigen.text.phrases import join_some

#: More rules that could not look at anything are only counted. A judgement.
_MOST_NAMED = 3
_HEADINGS = ("", "layout", "verdict", "conflicts", "risks", "advice", "affected", "not checked")


def render(checked: CheckRun) -> str:
    """Return the reports, with an empty line between them; problems are printed elsewhere."""
    return "\n".join(
        "".join(f"{visible(line)}\n" for line in _report(report, verbose=checked.verbose))
        for report in checked.reports
    )


def _report(report: Report, *, verbose: bool) -> Iterator[str]:
    cib = f" with {report.cib}" if report.cib and report.cib != report.name else ""
    yield f"{report.name}{cib}"
    yield ""
    for line in align(_HEADINGS, (_row(report, result) for result in report.results)):
        yield f"  {line}"
    yield ""
    for result in report.results:
        level = "error" if result is report.chosen else f"not possible in {result.layout}"
        for problem in result.not_possible:
            yield from _problem(problem, level)
    for finding in report.chosen.findings:
        yield from _finding(finding)
    for note in report.notes:
        yield from _problem(note, "note")
    yield from _not_checked(report.chosen.not_checked, verbose=verbose)
    if report.recommendations:
        yield ""
        yield from to_text.lines(report.recommendations)


def _row(report: Report, result: LayoutResult) -> tuple[object, ...]:
    star = "*" if result is report.chosen else ""
    layout = result.layout or "as it is"
    if result.not_possible:
        return (star, layout, result.verdict, *("-" * 5))
    counts = (result.count(severity) for severity in sorted(Severity, reverse=True))
    affected = len(result.affected)
    return (
        star,
        layout,
        result.verdict,
        *counts,
        f"{affected} of {len(report.services)}" if report.services else affected,
        len({gap.rule for gap in result.not_checked}),
    )


def _problem(problem: Problem, level: str) -> Iterator[str]:
    yield (
        f"{problem.location}: {level}: {problem.message}"
        if problem.location
        else f"{level}: {problem.message}"
    )
    if problem.fix:
        yield f"    fix: {problem.fix}"


def _finding(finding: ReportedFinding) -> Iterator[str]:
    yield f"{finding.location}: {finding.severity.word}: {finding.message} [{finding.rule}]"
    if finding.accepted is None:
        yield f"    fix: {finding.fix}"
    else:
        yield f"    accepted: {finding.accepted}"
    if finding.proof:
        yield f"    proof: {finding.proof}"


def _not_checked(not_checked: tuple[NotChecked, ...], *, verbose: bool) -> Iterator[str]:
    """Yield a line for each thing that is needed, with the rules that need it.

    If many rules could not look at anything, one line counts them.
    """
    idle = {gap.rule for gap in not_checked if not gap.about}
    if len(idle) > _MOST_NAMED and not verbose:
        not_checked = tuple(gap for gap in not_checked if gap.about)
        yield (
            f"not checked: {len(idle)} rules had nothing to look at;"
            " --verbose prints their names, and what each of them needs"
        )
    abouts_by_need: dict[str, dict[str, list[str]]] = {}
    for gap in not_checked:
        abouts_by_need.setdefault(gap.needs, {}).setdefault(gap.rule, []).append(gap.about)
    for needs, rules in sorted(abouts_by_need.items()):
        names = [
            f"{rule} ({join_some(filter(None, abouts))})" if any(abouts) else rule
            for rule, abouts in rules.items()
        ]
        yield f"not checked: {', '.join(names)} {'needs' if len(names) == 1 else 'need'} {needs}"


FORMAT = Format("text", render)
