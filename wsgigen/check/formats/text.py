"""For people: a verdict on each layout, then what was found in the chosen one, then what was not looked at."""

from collections.abc import Iterator

from wsgigen.check.results import (
    CheckRun,
    Format,
    LayoutResult,
    NotChecked,
    Report,
    ReportedFinding,
)
from wsgigen.check.rule import Severity
from wsgigen.errors import Problem, visible
from wsgigen.migrate.binding import Binding
from wsgigen.text.columns import columns
from wsgigen.text.phrases import join_some

#: So many rules that looked at nothing are named. A judgement.
_FEW = 3
_HEADINGS = ("", "layout", "verdict", "conflicts", "risks", "advice", "affected", "not checked")


def render(checked: CheckRun) -> str:
    """The reports, an empty line between them; what could not be used is said elsewhere."""
    return "\n".join(
        "".join(f"{visible(line)}\n" for line in _report(report, verbose=checked.verbose))
        for report in checked.reports
    )


def _report(report: Report, *, verbose: bool) -> Iterator[str]:
    beside = f" with {report.cib}" if report.cib and report.cib != report.name else ""
    yield f"{report.name}{beside}"
    yield ""
    for line in columns(_HEADINGS, (_row(report, one) for one in report.results)):
        yield f"  {line}"
    yield ""
    for one in report.results:
        for problem in one.not_possible:
            yield from _problem(
                problem, "error" if one is report.chosen else f"not possible in {one.layout}"
            )
    for said in report.chosen.findings:
        yield from _said(said)
    for note in report.notes:
        yield from _problem(note, "note")
    yield from _unchecked(report.chosen.not_checked, verbose=verbose)
    yield from _divest(report)


def _row(report: Report, one: LayoutResult) -> tuple[object, ...]:
    marked = "*" if one is report.chosen else ""
    layout = one.layout or "as it is"
    if one.not_possible:
        return (marked, layout, one.verdict, *("-" * 5))
    affected = (
        f"{len(one.affected)} of {len(report.services)}" if report.services else len(one.affected)
    )
    counts = (one.count(severity) for severity in sorted(Severity, reverse=True))
    return (
        marked,
        layout,
        one.verdict,
        *counts,
        affected,
        len({each.rule for each in one.not_checked}),
    )


def _problem(problem: Problem, level: str) -> Iterator[str]:
    yield (
        f"{problem.location}: {level}: {problem.message}"
        if problem.location
        else f"{level}: {problem.message}"
    )
    if problem.fix:
        yield f"    fix: {problem.fix}"


def _said(said: ReportedFinding) -> Iterator[str]:
    yield f"{said.location}: {said.severity.word}: {said.message} [{said.rule}]"
    if said.accepted is None:
        yield f"    fix: {said.fix}"
    else:
        yield f"    accepted: {said.accepted}"
    if said.proof:
        yield f"    proof: {said.proof}"


def _unchecked(unchecked: tuple[NotChecked, ...], *, verbose: bool) -> Iterator[str]:
    """A line for each thing that is needed, with the rules that need it; one line for those that saw nothing at all, if many."""
    idle = {one.rule for one in unchecked if not one.about}
    if len(idle) > _FEW and not verbose:
        unchecked = tuple(one for one in unchecked if one.about)
        yield f"not checked: {len(idle)} rules had nothing to look at; --verbose names them, and what each needs"
    needed: dict[str, dict[str, list[str]]] = {}
    for one in unchecked:
        needed.setdefault(one.needs, {}).setdefault(one.rule, []).append(one.about)
    for needs, rules in sorted(needed.items()):
        names = [
            f"{rule} of {join_some(filter(None, abouts))}" if any(abouts) else rule
            for rule, abouts in rules.items()
        ]
        yield f"not checked: {', '.join(names)} {'needs' if len(names) == 1 else 'need'} {needs}"


def _divest(report: Report) -> Iterator[str]:
    """Who should start and stop what is in the cluster, and what binds what may leave it."""
    if not report.recommendations:
        return
    yield ""
    for line in columns(
        ("resource", "manager", "why"),
        ((one.resource, one.manager, one.why) for one in report.recommendations),
    ):
        yield f"  {line}"
    leaving = [one for one in report.recommendations if one.may_leave]
    if not leaving:
        return
    yield from ("", "what may leave the cluster, and what binds it there:", "")
    for one in leaving:
        yield f"  {one.resource}"
        yield from (f"    {line}" for line in _bound(one.binding))
    yield ""
    yield "no steps are printed: to stop a resource, and to start its unit by systemd then, loses all requests in between, on every node"


def _bound(binding: Binding) -> Iterator[str]:
    """A line for each thing that would stop, move or be left over with it."""
    if binding.units:
        also = (
            f", as {'does' if len(binding.shares_unit_with) == 1 else 'do'} {', '.join(binding.shares_unit_with)}"
            if binding.shares_unit_with
            else ""
        )
        yield f"drives {', '.join(binding.units)}{also}"
    if binding.companions:
        yield f"shares a group with {', '.join(binding.companions)}: they start, stop and move together"
    if binding.constraints:
        others = (
            f", with {', '.join(binding.stays_but_constrained)}"
            if binding.stays_but_constrained
            else ""
        )
        yield f"is named by {', '.join(binding.constraints)}{others}"
    if binding.unmanaged:
        yield f"is not managed ({binding.unmanaged}): Pacemaker would neither stop nor start it"
    if not (binding.units or binding.companions or binding.constraints or binding.unmanaged):
        yield "nothing"


FORMAT = Format("text", render)
