"""Subject -> Judgement: asks every rule, and says what could not be asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from wsgigen.check.results import LayoutResult, NotChecked, ReportedFinding
from wsgigen.check.rule import Finding, Missing, Need, Rule
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin, Problem, UserError, suggest
from wsgigen.registry import every


def rules(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Mapping[str, Rule]:
    """The rules asked for, by name. Raises UserError for names that no rule has."""
    known = {one.name: one for one in every("wsgigen.check.rules", "RULE")}
    wrong = [
        Problem(f"{option}: {name} is not a rule", suggest(name, known))
        for option, names in (("--select", select), ("--ignore", ignore))
        for name in names
        if name not in known
    ]
    if wrong:
        raise UserError(wrong)
    return {
        name: one
        for name, one in known.items()
        if name not in ignore and (not select or name in select)
    }


def check_layout(
    view: ClusterView, asked: Mapping[str, Rule], location: Callable[[Origin], Location]
) -> LayoutResult:
    """What the rules *asked* say of *subject*, gravest first, then by place."""
    said: list[ReportedFinding] = []
    unchecked: list[NotChecked] = []
    outcome = [one for one in asked.values() if Need.OUTCOME in one.needs]
    for rule in (*(one for one in asked.values() if one not in outcome), *outcome):
        whole = _with_outcome(view, asked, said, unchecked) if rule in outcome else view
        for one in _ask(rule, whole):
            if isinstance(one, NotChecked):
                unchecked.append(one)
            else:
                said.append(_said(rule, one, view, location))
    said.sort(key=lambda one: (-one.severity, one.location, one.rule, one.message))
    unchecked.sort(key=lambda one: (one.rule, one.about))
    looked = bool(asked.keys() - {one.rule for one in unchecked if not one.about})
    return LayoutResult(
        view.layout, tuple(dict.fromkeys(said)), tuple(unchecked), any_rule_ran=looked
    )


def _with_outcome(
    view: ClusterView,
    asked: Mapping[str, Rule],
    said: list[ReportedFinding],
    unchecked: list[NotChecked],
) -> ClusterView:
    """*subject* with what was said of it; a rule that could not look at all of it counts as not asked."""
    looked = frozenset(asked) - {one.rule for one in unchecked}
    return replace(view, outcome=frozenset(one.rule for one in said), asked=looked)


def _ask(rule: Rule, view: ClusterView) -> Iterator[Finding | NotChecked]:
    missing = [need for need in rule.needs if not need.met_by(view)]
    if missing:
        yield NotChecked(rule.name, "; ".join(need.how for need in missing))
        return
    for one in rule.check(view):
        yield NotChecked(rule.name, one.needs, one.about) if isinstance(one, Missing) else one


def _said(
    rule: Rule, finding: Finding, view: ClusterView, location: Callable[[Origin], Location]
) -> ReportedFinding:
    accepted = view.profile.accept.get(rule.name) if view.profile else None
    severity = min(finding.severity or rule.severity, rule.severity)
    question = finding.question
    return ReportedFinding(
        rule.name,
        severity,
        location(finding.at),
        finding.message,
        finding.fix,
        tuple(sorted(finding.services)),
        question,
        accepted,
    )
