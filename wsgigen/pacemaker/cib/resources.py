"""Primitives, groups, clones and bundles, with what they inherit.

Source
    ClusterLabs/pacemaker: lib/pengine/complex.c (get_meta_attributes): precedence, highest first:
    the resource's own, its parent's with the defaults of the parent, the defaults
    "Pacemaker Explained", Collective Resources (collective.rst), Reusing Parts of the Configuration
    (reusing-configuration.rst)
"""

from collections.abc import Mapping
from dataclasses import field

from wsgigen.pacemaker.cib.attributes import defaults, merged, with_current_roles
from wsgigen.pacemaker.cib.conditions import RuleContext
from wsgigen.pacemaker.cib.containers import bundle
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Bundle, Clone, Group, Primitive
from wsgigen.pacemaker.cib.operations import operations
from wsgigen.pacemaker.cib.values import is_true
from wsgigen.record import record

_COLLECTIVES = ("group", "clone", "master", "bundle")


@record
class Parent:
    """The resource that another lives in, and what it hands down."""

    meta: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None
    clone: str | None = None
    bundle: str | None = None


@record
class Resources:
    """The resources of a CIB, by their ids; filled while it is read."""

    primitives: dict[str, Primitive] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    clones: dict[str, Clone] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    templates: dict[str, list[str]] = field(default_factory=dict)  #: primitives that use each
    outermost: list[str] = field(default_factory=list)  #: ids of the top-level resources


def read_resources(context: ReadContext) -> Resources:
    """Return the resources. Of two with one id the first is kept."""
    resources = Resources()
    section = context.section("resources")
    resources.templates.update((element.id, []) for element in section.children_named("template"))
    for element in section.children_named("primitive", *_COLLECTIVES):
        resources.outermost.append(element.id)
        _add(context, resources, element, Parent())
    return resources


def _add(context: ReadContext, resources: Resources, element: Element, parent: Parent) -> None:
    add = {"primitive": _add_primitive, "group": _add_group, "bundle": _add_bundle}
    add.get(element.name, _add_clone)(context, resources, element, parent)


def _add_primitive(
    context: ReadContext, resources: Resources, element: Element, parent: Parent
) -> None:
    template = _template(context, resources, element)
    definitions = [template, element] if template else [element]
    agent = (template or element).attributes
    about = RuleContext(agent.get("class", ""), agent.get("provider"), agent.get("type", ""))
    meta = _inherited(context, definitions, "meta_attributes", parent.meta, about)
    primitive = Primitive(
        id=element.id,
        standard=about.standard or "",
        provider=about.provider,
        type=about.type or "",
        parameters=_inherited(
            context, definitions, "instance_attributes", parent.parameters, about
        ),
        meta=with_current_roles(meta),
        operations=tuple(operations(context, definitions, about)),
        group=parent.group,
        clone=parent.clone,
        bundle=parent.bundle,
        at=context.location(element),
    )
    resources.primitives.setdefault(element.id, primitive)


def _template(context: ReadContext, resources: Resources, element: Element) -> Element | None:
    name = element.attributes.get("template")
    template = context.ids.get(name) if name else None
    if name is None:
        return None
    if template is None or template.name != "template":
        message = f"{element.id} uses template {name}, which does not exist: Pacemaker ignores it"
        context.note(element, message, "correct the template's name")
        return None
    resources.templates.setdefault(name, []).append(element.id)
    return template


def _inherited(
    context: ReadContext,
    definitions: list[Element],
    name: str,
    parent: Mapping[str, str],
    about: RuleContext,
) -> dict[str, str]:
    values = defaults(context, "rsc_defaults", name, about)
    context.count_values(definitions[-1], len(parent) + len(values))
    return {**values, **parent, **merged(context, definitions, name, about)}


def _parent(
    context: ReadContext,
    element: Element,
    parent: Parent,
    *,
    group: str | None = None,
    clone: str | None = None,
    bundle: str | None = None,
) -> Parent:
    """Return what *element* hands down."""
    about = RuleContext()
    meta = _inherited(context, [element], "meta_attributes", parent.meta, about)
    parameters = _inherited(context, [element], "instance_attributes", parent.parameters, about)
    return Parent(with_current_roles(meta), parameters, group, clone, bundle)


def _add_group(
    context: ReadContext, resources: Resources, element: Element, parent: Parent
) -> None:
    group = _parent(context, element, parent, group=element.id, clone=parent.clone)
    members = tuple(member.id for member in element.children_named("primitive"))
    location = context.location(element)
    resources.groups.setdefault(
        element.id, Group(element.id, members, group.meta, parent.clone, location)
    )
    for member in element.children_named("primitive"):
        _add_primitive(context, resources, member, group)


def _add_clone(
    context: ReadContext, resources: Resources, element: Element, parent: Parent
) -> None:
    """Add a clone; until Pacemaker 2 a promotable clone was a <master>."""
    clone = _parent(context, element, parent, clone=element.id)
    child = next(element.children_named("primitive", "group"), None)
    if child is None:
        message = f"clone {element.id} holds no resource: Pacemaker ignores it"
        context.note(element, message, "remove it")
        return
    promotable = element.name == "master" or is_true(clone.meta.get("promotable"))
    location = context.location(element)
    resources.clones.setdefault(
        element.id, Clone(element.id, child.id, clone.meta, promotable, location)
    )
    _add(context, resources, child, clone)


def _add_bundle(
    context: ReadContext, resources: Resources, element: Element, parent: Parent
) -> None:
    containers = _parent(context, element, parent, bundle=element.id)
    resources.bundles.setdefault(element.id, bundle(context, element, containers.meta))
    if child := element.first_child("primitive"):
        _add_primitive(context, resources, child, containers)
