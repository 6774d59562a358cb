"""Primitives, groups, clones and bundles, with what they inherit.

Source
    ClusterLabs/pacemaker: lib/pengine/complex.c (get_meta_attributes): its own, then its parent's and the defaults that the parent
    has, then the defaults
    "Pacemaker Explained", Collective Resources (collective.rst), Reusing Parts of the Configuration (reusing-configuration.rst)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wsgigen.pacemaker.cib import attributes, containers
from wsgigen.pacemaker.cib.conditions import Given
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Bundle, Clone, Group, Primitive
from wsgigen.pacemaker.cib.operations import operations
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.values import yes

_COLLECTIVES = ("group", "clone", "master", "bundle")


@dataclass(frozen=True)
class Parent:
    """What a resource lives in, and what it hands down."""

    meta: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None
    clone: str | None = None
    bundle: str | None = None


@dataclass(frozen=True)
class Resources:
    """All that the resources section holds; `templates` says which primitives use one."""

    primitives: dict[str, Primitive] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    clones: dict[str, Clone] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    templates: dict[str, list[str]] = field(default_factory=dict)
    outermost: list[str] = field(default_factory=list)  #: ids that stand in no other resource


def resources(reading: Reading) -> Resources:
    """What the resources section comes to. Of two with one id the first is kept."""
    found = Resources()
    section = reading.section("resources")
    found.templates.update((template.id, []) for template in section.all("template"))
    for element in section.all("primitive", *_COLLECTIVES):
        found.outermost.append(element.id)
        _add(reading, found, element, Parent())
    return found


def _add(reading: Reading, found: Resources, element: Element, parent: Parent) -> None:
    add = {"primitive": _primitive, "group": _group, "bundle": _bundle}.get(element.name, _clone)
    add(reading, found, element, parent)


def _primitive(reading: Reading, found: Resources, element: Element, parent: Parent) -> None:
    template = _template(reading, found, element)
    owners = [template, element] if template else [element]
    agent = (template or element).attributes
    given = Given(agent.get("class", ""), agent.get("provider"), agent.get("type", ""))
    primitive = Primitive(
        id=element.id,
        standard=given.standard or "",
        provider=given.provider,
        type=given.type or "",
        parameters=_inherited(reading, owners, "instance_attributes", parent.parameters, given),
        meta=attributes.named(_inherited(reading, owners, "meta_attributes", parent.meta, given)),
        operations=tuple(operations(reading, owners, given)),
        group=parent.group,
        clone=parent.clone,
        bundle=parent.bundle,
        at=reading.at(element),
    )
    found.primitives.setdefault(element.id, primitive)


def _template(reading: Reading, found: Resources, element: Element) -> Element | None:
    name = element.attributes.get("template")
    template = reading.ids.get(name) if name else None
    if name is None:
        return None
    if template is None or template.name != "template":
        reading.note(
            element,
            f"{element.id} uses template {name}, which is not there: Pacemaker ignores it",
            "correct the template's name",
        )
        return None
    found.templates.setdefault(name, []).append(element.id)
    return template


def _inherited(
    reading: Reading, owners: list[Element], name: str, parent: Mapping[str, str], given: Given
) -> dict[str, str]:
    defaults = attributes.defaults(reading, "rsc_defaults", name, given)
    reading.spend(owners[-1], len(parent) + len(defaults))
    return {**defaults, **parent, **attributes.merged(reading, owners, name, given)}


def _down(
    reading: Reading, element: Element, parent: Parent
) -> tuple[dict[str, str], dict[str, str]]:
    """The meta attributes and the parameters that *element* hands down."""
    return (
        attributes.named(_inherited(reading, [element], "meta_attributes", parent.meta, Given())),
        _inherited(reading, [element], "instance_attributes", parent.parameters, Given()),
    )


def _group(reading: Reading, found: Resources, element: Element, parent: Parent) -> None:
    meta, parameters = _down(reading, element, parent)
    members = tuple(member.id for member in element.all("primitive"))
    found.groups.setdefault(
        element.id, Group(element.id, members, meta, parent.clone, reading.at(element))
    )
    for member in element.all("primitive"):
        _primitive(
            reading, found, member, Parent(meta, parameters, group=element.id, clone=parent.clone)
        )


def _clone(reading: Reading, found: Resources, element: Element, parent: Parent) -> None:
    """Until Pacemaker 2 a promotable clone was a <master>."""
    meta, parameters = _down(reading, element, parent)
    child = next(element.all("primitive", "group"), None)
    if child is None:
        reading.note(
            element, f"clone {element.id} holds no resource: Pacemaker ignores it", "remove it"
        )
        return
    promotable = element.name == "master" or yes(meta.get("promotable"), default=False)
    found.clones.setdefault(
        element.id, Clone(element.id, child.id, meta, promotable, reading.at(element))
    )
    _add(reading, found, child, Parent(meta, parameters, clone=element.id))


def _bundle(reading: Reading, found: Resources, element: Element, parent: Parent) -> None:
    meta, parameters = _down(reading, element, parent)
    found.bundles.setdefault(element.id, containers.bundle(reading, element, meta))
    if child := element.first("primitive"):
        _primitive(reading, found, child, Parent(meta, parameters, bundle=element.id))
