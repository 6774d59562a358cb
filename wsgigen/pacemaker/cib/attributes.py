"""Sets of <nvpair>: which apply, and which value wins.

A set with a higher score wins; of two with the same score the later does, which is how a primitive
overrides its template. A set whose rule cannot be computed here is left out, and noted.

Source
    ClusterLabs/pacemaker: lib/pengine/rules.c (sort_pairs, populate_hash), lib/pengine/complex.c
    (unpack_template, get_meta_attributes)
"""

from collections.abc import Iterable, Mapping

from wsgigen.pacemaker.cib.conditions import RuleContext, is_fulfilled
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.values import current_role, parse_score

#: The set that the cluster's own tools write to goes before every other.
_FIRST = "cib-bootstrap-options"
#: Names of Pacemaker 3, with those until Pacemaker 2, so that readers need one name.
#: ClusterLabs/pacemaker: lib/common/options.c
_RENAMED = {
    "fencing-enabled": "stonith-enabled",
    "fencing-timeout": "stonith-timeout",
    "fencing-action": "stonith-action",
}


def merged(
    context: ReadContext, elements: Iterable[Element], name: str, about: RuleContext
) -> dict[str, str]:
    """Return the values of all sets called *name* in *elements*.

    Of two with the same score, that of the later element wins.
    """
    sets = context.resolved(
        attribute_set for element in elements for attribute_set in element.children_named(name)
    )
    values: dict[str, str] = {}
    for attribute_set in sorted(sets, key=_rank):
        if applies(context, attribute_set, about):
            values.update(_pairs(context, attribute_set))
    return values


def defaults(context: ReadContext, section: str, name: str, about: RuleContext) -> dict[str, str]:
    """Return the values of the sets called *name* in a section of defaults.

    They are worked out once where no rule makes them differ.
    """
    element = context.section(section)
    sets = context.resolved(element.children_named(name))
    has_rules = any(attribute_set.first_child("rule") for attribute_set in sets)
    key = (f"{section} {name}", about if has_rules else None)
    if key not in context.defaults:
        context.defaults[key] = merged(context, [element], name, about)
    return context.defaults[key]


def applies(context: ReadContext, attribute_set: Element, about: RuleContext) -> bool:
    """Tell whether the set's rule holds, or there is none."""
    rules = context.resolved(attribute_set.children_named("rule"))
    outcomes = [is_fulfilled(rule, about) for rule in rules]
    if None in outcomes:
        context.note_undecided(attribute_set)
    return all(outcomes)


def properties(context: ReadContext) -> dict[str, str]:
    """Return the cluster's properties, also by their older names where they have two."""
    section = context.section("crm_config")
    values = merged(context, [section], "cluster_property_set", RuleContext())
    older = {_RENAMED[name]: value for name, value in values.items() if name in _RENAMED}
    return {**older, **values}


def with_current_roles(values: Mapping[str, str]) -> dict[str, str]:
    """Return meta attributes with roles by their current names."""
    return {
        name: (current_role(value) or value) if name == "target-role" else value
        for name, value in values.items()
    }


def _rank(attribute_set: Element) -> tuple[bool, int]:
    score = parse_score(attribute_set.attributes.get("score", "0")) or 0
    return attribute_set.id == _FIRST, score


def _pairs(context: ReadContext, attribute_set: Element) -> dict[str, str]:
    """Return the pairs of a set; the first of two pairs with one name wins.

    Until Pacemaker 1 the pairs stood in an <attributes> of their own. A pair may refer to an nvpair
    of another set, under another name.
    """
    values: dict[str, str] = {}
    context.count_values(attribute_set, len(attribute_set.children))
    for parent in (attribute_set, *attribute_set.children_named("attributes")):
        for element in parent.children_named("nvpair"):
            for pair in context.resolved([element]):
                name = element.attributes.get("name") or pair.attributes.get("name", "")
                values.setdefault(name, pair.attributes.get("value", ""))
    return values
