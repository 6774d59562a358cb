"""Rules and a view -> what the rules find in it, and what they could not look at."""

from collections.abc import Callable, Iterator, Mapping

from wsgigen.check.results import LayoutResult, NotChecked, ReportedFinding
from wsgigen.check.rule import Finding, Missing, Rule
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin, Problem, UserError, suggest
from wsgigen.registry import every

Locate = Callable[[Origin], Location]


def rules(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Mapping[str, Rule]:
    """Return the selected rules by name. Raises UserError for names that no rule has."""
    by_name = {rule.name: rule for rule in every("wsgigen.check.rules", "RULE")}
    problems = [
        Problem(f"{option}: {name} is not a rule", suggest(name, by_name))
        for option, names in (("--select", select), ("--ignore", ignore))
        for name in names
        if name not in by_name
    ]
    if problems:
        raise UserError(problems)
    return {
        name: rule
        for name, rule in by_name.items()
        if name not in ignore and (not select or name in select)
    }


def check_layout(view: ClusterView, selected: Mapping[str, Rule], locate: Locate) -> LayoutResult:
    """Return what the *selected* rules find in *view*: the worst first, then by location."""
    findings: list[ReportedFinding] = []
    not_checked: list[NotChecked] = []
    for rule in selected.values():
        for outcome in _run(rule, view):
            if isinstance(outcome, NotChecked):
                not_checked.append(outcome)
            else:
                findings.append(_reported(rule, outcome, view, locate))
    clean = selected.keys() - {finding.rule for finding in findings}
    clean -= {skipped.rule for skipped in not_checked}
    for rule in selected.values():
        for finding in _run_after_all(rule, view, frozenset(clean)):
            findings.append(_reported(rule, finding, view, locate))
    return LayoutResult(
        view.layout,
        tuple(sorted(dict.fromkeys(findings), key=_worst_first)),
        tuple(sorted(not_checked, key=lambda skipped: (skipped.rule, skipped.about))),
        any_rule_ran=bool(selected.keys() - {rule.rule for rule in not_checked if not rule.about}),
    )


def _worst_first(finding: ReportedFinding) -> tuple[int, Location, str, str]:
    return (-finding.severity, finding.location, finding.rule, finding.message)


def _run(rule: Rule, view: ClusterView) -> Iterator[Finding | NotChecked]:
    if unmet := _unmet_needs(rule, view):
        yield NotChecked(rule.name, unmet)
        return
    for outcome in rule.check(view):
        if isinstance(outcome, Missing):
            yield NotChecked(rule.name, outcome.needs, outcome.about)
        else:
            yield outcome


def _run_after_all(rule: Rule, view: ClusterView, clean: frozenset[str]) -> Iterator[Finding]:
    """Run a rule about rules; *clean* are those that looked at everything and found nothing."""
    if rule.check_clean and not _unmet_needs(rule, view):
        yield from rule.check_clean(view, clean)


def _unmet_needs(rule: Rule, view: ClusterView) -> str:
    return "; ".join(need.how for need in rule.needs if not need.met_by(view))


def _reported(rule: Rule, finding: Finding, view: ClusterView, locate: Locate) -> ReportedFinding:
    accepted = view.profile.accept if view.profile else {}
    return ReportedFinding(
        rule.name,
        min(finding.severity or rule.severity, rule.severity),
        locate(finding.at),
        finding.message,
        finding.fix,
        tuple(sorted(finding.services)),
        finding.question,
        accepted.get(rule.name),
    )
