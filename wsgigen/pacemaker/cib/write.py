"""Cib -> XML, as Pacemaker's tools read it from a file; made for the CIB that is assumed of a profile.

Source: the schemas of ClusterLabs/pacemaker (xml/cib-1.2.rng, resources-3.9.rng, constraints-3.9.rng); `crm_verify`.
"""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive


def write(cib: Cib) -> bytes:
    """*cib* as a document without a status section.

    Raises ValueError for what a Cib does not hold whole: bundles, and locations whose rule depends on attributes.
    """
    if cib.bundles or any(one.attribute_rule or one.node is None for one in cib.locations):
        raise ValueError("a bundle or a location by rule cannot be written")
    versions = {"admin_epoch": "0", "epoch": "1", "num_updates": "0"}
    top = Element(
        "cib", {"crm_feature_set": cib.feature_set, "validate-with": cib.schema, **versions}
    )
    configuration = SubElement(top, "configuration")
    _attributes(
        SubElement(configuration, "crm_config"),
        "cluster_property_set",
        "properties",
        cib.properties,
    )
    _nodes(SubElement(configuration, "nodes"), cib)
    _resources(SubElement(configuration, "resources"), cib)
    SubElement(configuration, "constraints").extend(_constraints(cib))
    for section, values in (
        ("rsc_defaults", cib.resource_defaults),
        ("op_defaults", cib.op_defaults),
    ):
        if values:
            _attributes(SubElement(configuration, section), "meta_attributes", section, values)
    if cib.tags:
        SubElement(configuration, "tags").extend(_tags(cib.tags))
    SubElement(top, "status")
    indent(top)
    return bytes(tostring(top, encoding="utf-8", xml_declaration=True)) + b"\n"


def _attributes(parent: Element, element: str, name: str, values: Mapping[str, str]) -> None:
    if values:
        holder = SubElement(parent, element, id=name)
        for key, value in values.items():
            SubElement(holder, "nvpair", {"id": f"{name}-{key}", "name": key, "value": value})


def _nodes(parent: Element, cib: Cib) -> None:
    for number, node in enumerate(cib.nodes, 1):
        kind = {} if node.kind == "member" else {"type": node.kind}
        element = SubElement(parent, "node", {"id": str(number), "uname": node.name, **kind})
        _attributes(element, "instance_attributes", f"{node.name}-attributes", node.attributes)


def _resources(parent: Element, cib: Cib) -> None:
    """Each primitive inside its group and clone, which come where their first primitive does."""
    made: dict[str, Element] = {}
    for one in cib.primitives.values():
        inherited: Mapping[str, str] = cib.resource_defaults
        location = parent
        for kind, name, holders in (
            ("clone", one.clone, cib.clones),
            ("group", one.group, cib.groups),
        ):
            if name is None:
                continue
            meta = holders[name].meta
            if name not in made:
                made[name] = SubElement(location, kind, id=name)
                _attributes(
                    made[name],
                    "meta_attributes",
                    f"{name}-meta",
                    _own(_promotable(cib, name, meta), inherited),
                )
            location, inherited = made[name], {**inherited, **meta}
        _primitive(location, one, inherited)


def _promotable(cib: Cib, name: str, meta: Mapping[str, str]) -> Mapping[str, str]:
    return (
        {"promotable": "true", **meta}
        if name in cib.clones and cib.clones[name].promotable
        else meta
    )


def _own(meta: Mapping[str, str], inherited: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in meta.items() if inherited.get(name) != value}


def _primitive(parent: Element, one: Primitive, inherited: Mapping[str, str]) -> None:
    provider = {"provider": one.provider} if one.provider else {}
    element = SubElement(
        parent, "primitive", {"id": one.id, "class": one.standard, **provider, "type": one.type}
    )
    _attributes(element, "meta_attributes", f"{one.id}-meta", _own(one.meta, inherited))
    _attributes(element, "instance_attributes", f"{one.id}-attributes", one.parameters)
    if one.operations:
        operations = SubElement(element, "operations")
        for operation in one.operations:
            SubElement(operations, "op", _operation(one.id, operation))


def _operation(resource: str, one: Operation) -> dict[str, str]:
    values = {
        "id": "-".join(filter(None, (resource, one.name, one.role, f"{one.interval}s"))),
        "name": one.name,
        "interval": f"{one.interval}s",
        "timeout": None if one.timeout is None or one.inherited else f"{one.timeout}s",
        "on-fail": one.on_fail,
        "role": one.role,
        "enabled": None if one.enabled else "false",
    }
    return {name: value for name, value in values.items() if value is not None}


def _constraints(cib: Cib) -> Iterator[Element]:
    for order in cib.orders:
        actions = {
            "first-action": order.first_action,
            "then-action": order.then_action,
            "symmetrical": str(order.symmetrical).lower(),
        }
        yield Element(
            "rsc_order",
            {
                "id": order.id,
                "first": order.first,
                "then": order.then,
                "kind": order.kind,
                **actions,
            },
        )
    for colocation in cib.colocations:
        known = {
            "rsc-role": colocation.resource_role,
            "with-rsc-role": colocation.with_role,
            "node-attribute": colocation.node_attribute,
        }
        ends = {
            "rsc": colocation.resource,
            "with-rsc": colocation.with_resource,
            "score": _score(colocation.score),
        }
        yield Element("rsc_colocation", {"id": colocation.id, **ends, **_given(known.items())})
    for location in cib.locations:
        known = {
            "role": location.role,
            "resource-discovery": location.discovery,
            "node": location.node,
        }
        score = _score(location.score or 0)
        yield Element(
            "rsc_location",
            {"id": location.id, "rsc": location.resource, "score": score, **_given(known.items())},
        )
    for ticket in cib.tickets:
        yield Element(
            "rsc_ticket", {"id": ticket.id, "rsc": ticket.resource, "ticket": ticket.ticket}
        )


def _given(values: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    return {name: value for name, value in values if value is not None}


def _score(score: int) -> str:
    return str(score) if abs(score) < INFINITY else "-INFINITY" if score < 0 else "INFINITY"


def _tags(tags: Mapping[str, tuple[str, ...]]) -> Iterator[Element]:
    for name, members in tags.items():
        tag = Element("tag", id=name)
        for member in members:
            SubElement(tag, "obj_ref", id=member)
        yield tag
