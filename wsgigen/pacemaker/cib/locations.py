"""Where resources may be: a node with a score, or a rule.

Source
    "Pacemaker Explained", Resource Constraints (constraints.rst), Rules (rules.rst)
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_location.c (unpack_simple_location, generate_location_rule): a pattern is
    for resources that stand in no other; the roles Started and Unpromoted are every role
"""

from collections.abc import Iterator, Sequence

from wsgigen.pacemaker.cib.conditions import Given, holds, names
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import LocationConstraint
from wsgigen.pacemaker.cib.patterns import compiled, matches
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.sets import Ends
from wsgigen.pacemaker.cib.values import role, score

#: A node, its score, the role, and whether only the running cluster can say.
_Outcome = tuple[str | None, int | None, str | None, bool]


def locations(reading: Reading, ends: Ends, nodes: Sequence[str]) -> Iterator[LocationConstraint]:
    """One for each resource and node; *nodes* are those that are known."""
    for element in reading.section("constraints").all("rsc_location"):
        outcomes = list(_outcomes(reading, element, nodes))
        for resource, points, as_role, sure in _about(reading, ends, element):
            reading.spend(element, 4 * len(outcomes))
            for node, own, rule_role, by_rule in outcomes:
                known = sure and not by_rule
                yield LocationConstraint(
                    id=element.id,
                    resource=resource,
                    node=node if known else None,
                    score=own if points is None or "node" not in element.attributes else points,
                    role=_role(rule_role or as_role),
                    discovery=element.attributes.get("resource-discovery"),
                    attribute_rule=not known,
                    at=reading.at(element),
                )


def _about(
    reading: Reading, ends: Ends, element: Element
) -> Iterator[tuple[str, int | None, str | None, bool]]:
    """The resources that a constraint is about, the score and the role of their set, and whether that is sure."""
    values = element.attributes
    if element.first("resource_set"):
        for each in ends.sets(element) or ():
            own = (
                score(each.element.attributes["score"])
                if "score" in each.element.attributes
                else None
            )
            yield from (
                (member, own, each.role or values.get("role"), True) for member in each.members
            )
    elif "rsc-pattern" in values:
        yield from (
            (name, None, values.get("role"), sure)
            for name, sure in _matched(reading, ends, element)
        )
    elif one := ends.plain(element, values.get("rsc", "")):
        yield from ((member, None, values.get("role"), True) for member in one.members)


def _matched(reading: Reading, ends: Ends, element: Element) -> Iterator[tuple[str, bool]]:
    text = element.attributes["rsc-pattern"]
    pattern = compiled(text.removeprefix("!"))
    if pattern is None:
        reading.note(
            element,
            f"{element.id}: nobody here can tell what rsc-pattern={text} matches",
            "name the resources, or look at it by hand",
        )
    for name in ends.found.outermost:
        found = matches(pattern, name) if pattern else None
        if found is None:
            yield name, False
        elif found != text.startswith("!"):
            yield name, True


def _outcomes(reading: Reading, element: Element, nodes: Sequence[str]) -> Iterator[_Outcome]:
    values = element.attributes
    if "node" in values and "score" in values:
        yield (
            values["node"],
            score(values["score"]) or 0,
            None,
            element.first("lifetime") is not None,
        )
    for rule in reading.real(element.all("rule")) if "node" not in values else ():
        points = (
            score(rule.attributes.get("score", ""))
            if "score-attribute" not in rule.attributes
            else None
        )
        reading.spend(element, len(nodes))
        found = {
            node: holds(rule, Given(node=node)) for node in dict.fromkeys((*nodes, *names(rule)))
        }
        if None in found.values() or points is None:
            yield None, points, rule.attributes.get("role"), True
        else:
            yield from (
                (node, points, rule.attributes.get("role"), False)
                for node, here in found.items()
                if here
            )


def _role(text: str | None) -> str | None:
    """The role that the constraint is limited to; None for every one."""
    found = role(text)
    return None if found in ("Started", "Unpromoted") else found
