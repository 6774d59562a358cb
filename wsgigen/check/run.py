"""Subject -> Judgement: asks every rule, and says what could not be asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from wsgigen.check.model import Finding, Input, Judgement, Lacking, Rule, Said, Unchecked
from wsgigen.cluster.view import Subject
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


def judge(
    subject: Subject, asked: Mapping[str, Rule], location: Callable[[Origin], Location]
) -> Judgement:
    """What the rules *asked* say of *subject*, gravest first, then by place."""
    said: list[Said] = []
    unchecked: list[Unchecked] = []
    outcome = [one for one in asked.values() if Input.OUTCOME in one.needs]
    for rule in (*(one for one in asked.values() if one not in outcome), *outcome):
        whole = _with_outcome(subject, asked, said, unchecked) if rule in outcome else subject
        for one in _ask(rule, whole):
            if isinstance(one, Unchecked):
                unchecked.append(one)
            else:
                said.append(_said(rule, one, subject, location))
    said.sort(key=lambda one: (-one.severity, one.location, one.rule, one.message))
    unchecked.sort(key=lambda one: (one.rule, one.about))
    looked = bool(asked.keys() - {one.rule for one in unchecked if not one.about})
    return Judgement(subject.layout, tuple(dict.fromkeys(said)), tuple(unchecked), looked=looked)


def _with_outcome(
    subject: Subject, asked: Mapping[str, Rule], said: list[Said], unchecked: list[Unchecked]
) -> Subject:
    """*subject* with what was said of it; a rule that could not look at all of it counts as not asked."""
    looked = frozenset(asked) - {one.rule for one in unchecked}
    return replace(subject, outcome=frozenset(one.rule for one in said), asked=looked)


def _ask(rule: Rule, subject: Subject) -> Iterator[Finding | Unchecked]:
    lacking = [need for need in rule.needs if not subject.has(need)]
    if lacking:
        yield Unchecked(rule.name, "; ".join(need.value for need in lacking))
        return
    for one in rule.check(subject):
        yield Unchecked(rule.name, one.needs, one.about) if isinstance(one, Lacking) else one


def _said(
    rule: Rule, finding: Finding, subject: Subject, location: Callable[[Origin], Location]
) -> Said:
    accepted = subject.profile.accept.get(rule.name) if subject.profile else None
    severity = min(finding.severity or rule.severity, rule.severity)
    question = finding.question
    return Said(
        rule.name,
        severity,
        location(finding.at),
        finding.message,
        finding.fix,
        tuple(sorted(finding.services)),
        question,
        accepted,
    )
