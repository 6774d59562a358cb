"""Where resources may be: a node with a score, or a rule.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), Rules (rules.rst)
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_location.c (unpack_simple_location,
    generate_location_rule): a pattern is for resources that stand in no other; the roles Started
    and Unpromoted are every role
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wsgigen.pacemaker.cib.conditions import RuleContext, is_fulfilled, named_nodes
from wsgigen.pacemaker.cib.constraints import LocationConstraint
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.patterns import compiled, matches
from wsgigen.pacemaker.cib.sets import ConstraintEnds
from wsgigen.pacemaker.cib.values import current_role, parse_score


class _Outcome(NamedTuple):
    node: str | None
    score: int | None
    role: str | None = None
    by_rule: bool = False  #: only the running cluster can say


class _Subject(NamedTuple):
    resource: str
    score: int | None = None  #: of its set
    role: str | None = None
    is_sure: bool = True


def locations(
    context: ReadContext, ends: ConstraintEnds, nodes: Sequence[str]
) -> Iterator[LocationConstraint]:
    """Return a constraint for each resource and node; *nodes* are those of the CIB."""
    for element in context.section("constraints").children_named("rsc_location"):
        outcomes = list(_outcomes(context, element, nodes))
        for subject in _subjects(context, ends, element):
            context.count_values(element, 4 * len(outcomes))
            for outcome in outcomes:
                yield _location(context, element, subject, outcome)


def _location(
    context: ReadContext, element: Element, subject: _Subject, outcome: _Outcome
) -> LocationConstraint:
    is_computed = subject.is_sure and not outcome.by_rule
    takes_own_score = subject.score is None or "node" not in element.attributes
    return LocationConstraint(
        id=element.id,
        resource=subject.resource,
        node=outcome.node if is_computed else None,
        score=outcome.score if takes_own_score else subject.score,
        role=_limiting_role(outcome.role or subject.role),
        discovery=element.attributes.get("resource-discovery"),
        attribute_rule=not is_computed,
        at=context.location(element),
    )


def _subjects(context: ReadContext, ends: ConstraintEnds, element: Element) -> Iterator[_Subject]:
    """Return the resources that a constraint is about."""
    values, role = element.attributes, element.attributes.get("role")
    if element.first_child("resource_set"):
        for constraint_set in ends.sets(element) or ():
            text = constraint_set.element.attributes.get("score")
            score = None if text is None else parse_score(text)
            for member in constraint_set.members:
                yield _Subject(member, score, constraint_set.role or role)
    elif "rsc-pattern" in values:
        for name, is_sure in _matched(context, ends, element):
            yield _Subject(name, role=role, is_sure=is_sure)
    elif plain := ends.plain(element, values.get("rsc", "")):
        yield from (_Subject(member, role=role) for member in plain.members)


def _matched(
    context: ReadContext, ends: ConstraintEnds, element: Element
) -> Iterator[tuple[str, bool]]:
    """Return the resources that a pattern matches, and whether that is sure."""
    text = element.attributes["rsc-pattern"]
    pattern = compiled(text.removeprefix("!"))
    if pattern is None:
        context.note(
            element,
            f"rsc-pattern={text} of {element.id} cannot be evaluated here",
            "name the resources, or evaluate it by hand",
        )
    for name in ends.resources.outermost:
        is_match = matches(pattern, name) if pattern else None
        if is_match is None:
            yield name, False
        elif is_match != text.startswith("!"):
            yield name, True


def _outcomes(context: ReadContext, element: Element, nodes: Sequence[str]) -> Iterator[_Outcome]:
    values = element.attributes
    if "node" in values and "score" in values:
        has_lifetime = element.first_child("lifetime") is not None
        yield _Outcome(values["node"], parse_score(values["score"]) or 0, by_rule=has_lifetime)
    if "node" not in values:
        for rule in context.resolved(element.children_named("rule")):
            context.count_values(element, len(nodes))
            yield from _outcomes_of_rule(rule, nodes)


def _outcomes_of_rule(rule: Element, nodes: Sequence[str]) -> Iterator[_Outcome]:
    values, role = rule.attributes, rule.attributes.get("role")
    score = parse_score(values.get("score", "")) if "score-attribute" not in values else None
    holds = {
        node: is_fulfilled(rule, RuleContext(node=node))
        for node in dict.fromkeys((*nodes, *named_nodes(rule)))
    }
    if None in holds.values() or score is None:
        yield _Outcome(None, score, role, by_rule=True)
    else:
        yield from (_Outcome(node, score, role) for node, here in holds.items() if here)


def _limiting_role(text: str | None) -> str | None:
    """Return the role that the constraint is limited to; None for every role."""
    role = current_role(text)
    return None if role in ("Started", "Unpromoted") else role
