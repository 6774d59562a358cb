"""For people: a verdict on each layout, then what was found in the chosen one, then what was not looked at."""

import shlex
from collections.abc import Iterator

from wsgigen.check.model import Checked, Format, Judgement, Report, Said, Severity, Unchecked, some
from wsgigen.columns import columns
from wsgigen.problem import Problem, visible

_HEADINGS = ("", "layout", "verdict", "conflicts", "risks", "advice", "affected", "not checked")


def render(checked: Checked) -> str:
    """The reports, an empty line between them; what could not be used is said elsewhere."""
    return "\n".join("".join(f"{visible(line)}\n" for line in _report(report)) for report in checked.reports)


def _report(report: Report) -> Iterator[str]:
    beside = f" with {report.cib}" if report.cib and report.cib != report.name else ""
    yield f"{report.name}{beside}"
    yield ""
    for line in columns(_HEADINGS, (_row(report, one) for one in report.judgements)):
        yield f"  {line}"
    yield ""
    for one in report.judgements:
        for problem in one.refused:
            yield from _problem(problem, "error" if one is report.chosen else f"not possible in {one.layout}")
    for said in report.chosen.said:
        yield from _said(said)
    for note in report.notes:
        yield from _problem(note, "note")
    yield from _unchecked(report.chosen.unchecked)
    yield from _divest(report)


def _row(report: Report, one: Judgement) -> tuple[object, ...]:
    marked = "*" if one is report.chosen else ""
    layout = one.layout or "as it is"
    if one.refused:
        return (marked, layout, one.verdict, *("-" * 5))
    affected = f"{len(one.affected)} of {len(report.services)}" if report.services else len(one.affected)
    counts = (one.count(severity) for severity in sorted(Severity, reverse=True))
    return marked, layout, one.verdict, *counts, affected, len({each.rule for each in one.unchecked})


def _problem(problem: Problem, level: str) -> Iterator[str]:
    yield f"{problem.place}: {level}: {problem.message}" if problem.place else f"{level}: {problem.message}"
    if problem.fix:
        yield f"    fix: {problem.fix}"


def _said(said: Said) -> Iterator[str]:
    yield f"{said.place}: {said.severity.word}: {said.message} [{said.rule}]"
    if said.accepted is None:
        yield f"    fix: {said.fix}"
    else:
        yield f"    accepted: {said.accepted}"
    if said.proof:
        yield f"    proof: {said.proof}"


def _unchecked(unchecked: tuple[Unchecked, ...]) -> Iterator[str]:
    """A line for each thing that is needed, with all the rules that need it."""
    needed: dict[str, dict[str, list[str]]] = {}
    for one in unchecked:
        needed.setdefault(one.needs, {}).setdefault(one.rule, []).append(one.about)
    for needs, rules in sorted(needed.items()):
        names = [f"{rule} of {some(filter(None, abouts))}" if any(abouts) else rule for rule, abouts in rules.items()]
        yield f"not checked: {', '.join(names)} {'needs' if len(names) == 1 else 'need'} {needs}"


def _divest(report: Report) -> Iterator[str]:
    """Who should start and stop what is in the cluster, and how what may leave does."""
    if report.keepers:
        yield ""
        for line in columns(("resource", "keeper", "why"), ((one.resource, one.keeper, one.why) for one in report.keepers)):
            yield f"  {line}"
    if report.steps:
        yield from ("", "what may leave the cluster does so in these steps:", "")
    for number, step in enumerate(report.steps, 1):
        yield f"  {number}. {step.what}"
        yield f"       {shlex.join(step.command)}" + ("" if step.where == "one node" else f"  # on {step.where}")


FORMAT = Format("text", render)
