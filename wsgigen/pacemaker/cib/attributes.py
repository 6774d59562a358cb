"""Sets of <nvpair>: which apply, and which value wins.

A set with a higher score wins; of two with the same score the later does, which is how a primitive overrides its template. A set whose rule
nobody here can compute is left out, and noted.

Source
    ClusterLabs/pacemaker: lib/pengine/rules.c (sort_pairs, populate_hash), lib/pengine/complex.c (unpack_template, get_meta_attributes)
"""

from collections.abc import Iterable, Mapping

from wsgigen.pacemaker.cib.conditions import Given, holds
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.values import role, score

#: The set that the cluster's own tools write to goes before every other.
_FIRST = "cib-bootstrap-options"
#: By their names until Pacemaker 2, so that whoever asks knows one name. ClusterLabs/pacemaker: lib/common/options.c
_RENAMED = {
    "fencing-enabled": "stonith-enabled",
    "fencing-timeout": "stonith-timeout",
    "fencing-action": "stonith-action",
}


def merged(reading: Reading, owners: Iterable[Element], name: str, given: Given) -> dict[str, str]:
    """The values of all sets called *name* in *owners*, where the later owner wins."""
    sets = list(reading.real(one for owner in owners for one in owner.all(name)))
    values: dict[str, str] = {}
    for one in sorted(sets, key=_rank):
        if applies(reading, one, given):
            values.update(_pairs(reading, one))
    return values


def defaults(reading: Reading, section: str, name: str, given: Given) -> dict[str, str]:
    """The values of the sets called *name* in a section of defaults, worked out once for all that it gives the same."""
    owner = reading.section(section)
    asked = given if any(one.first("rule") for one in reading.real(owner.all(name))) else None
    key = (f"{section} {name}", asked)
    if key not in reading.defaults:
        reading.defaults[key] = merged(reading, [owner], name, given)
    return reading.defaults[key]


def applies(reading: Reading, one: Element, given: Given) -> bool:
    """Whether a set's rule holds, or there is none."""
    outcomes = [holds(rule, given) for rule in reading.real(one.all("rule"))]
    if None in outcomes:
        reading.undecided(one)
    return all(outcomes)


def properties(reading: Reading) -> dict[str, str]:
    """The cluster's properties, by their older names where they have two."""
    values = merged(reading, [reading.section("crm_config")], "cluster_property_set", Given())
    return {
        **{_RENAMED[name]: value for name, value in values.items() if name in _RENAMED},
        **values,
    }


def named(values: Mapping[str, str]) -> dict[str, str]:
    """Meta attributes with roles by their names of today."""
    return {
        name: (role(value) or value) if name == "target-role" else value
        for name, value in values.items()
    }


def _rank(one: Element) -> tuple[bool, int]:
    return one.id == _FIRST, score(one.attributes.get("score", "0")) or 0


def _pairs(reading: Reading, one: Element) -> dict[str, str]:
    """Until Pacemaker 1 the pairs stood in an <attributes> of their own. An nvpair of another may be referred to, under another name.

    The first of two pairs with one name wins.
    """
    values: dict[str, str] = {}
    reading.spend(one, len(one.children))
    for owner in (one, *one.all("attributes")):
        for written in owner.all("nvpair"):
            for pair in reading.real([written]):
                name = written.attributes.get("name") or pair.attributes.get("name", "")
                values.setdefault(name, pair.attributes.get("value", ""))
    return values
