"""Cib -> XML, as Pacemaker's tools read it from a file.

It is made for the CIB that is assumed of a profile.

Source: the schemas of ClusterLabs/pacemaker (xml/cib-1.2.rng, resources-3.9.rng,
constraints-3.9.rng); `crm_verify`.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wsgigen.pacemaker.cib.model import Cib, Operation, Primitive
from wsgigen.pacemaker.cib.render_constraints import constraint_elements, given

_VERSIONS = {"admin_epoch": "0", "epoch": "1", "num_updates": "0"}


def render_cib(cib: Cib) -> bytes:
    """Return *cib* as a document without a status section.

    Raises ValueError for what a Cib does not hold whole: bundles, and locations whose rule depends
    on attributes.
    """
    by_rule = any(location.attribute_rule or location.node is None for location in cib.locations)
    if cib.bundles or by_rule:
        raise ValueError("a bundle or a location by rule cannot be written")
    attributes = {"crm_feature_set": cib.feature_set, "validate-with": cib.schema, **_VERSIONS}
    top = Element("cib", attributes)
    configuration = SubElement(top, "configuration")
    options = SubElement(configuration, "crm_config")
    _add_attributes(options, "cluster_property_set", "properties", cib.properties)
    _add_nodes(SubElement(configuration, "nodes"), cib)
    _add_resources(SubElement(configuration, "resources"), cib)
    SubElement(configuration, "constraints").extend(constraint_elements(cib))
    _add_defaults(configuration, "rsc_defaults", cib.resource_defaults)
    _add_defaults(configuration, "op_defaults", cib.op_defaults)
    if cib.tags:
        SubElement(configuration, "tags").extend(_tags(cib.tags))
    SubElement(top, "status")
    indent(top)
    return bytes(tostring(top, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_defaults(configuration: Element, section: str, values: Mapping[str, str]) -> None:
    if values:
        element = SubElement(configuration, section)
        _add_attributes(element, "meta_attributes", section, values)


def _add_attributes(parent: Element, element: str, id: str, values: Mapping[str, str]) -> None:
    if values:
        holder = SubElement(parent, element, id=id)
        for name, value in values.items():
            SubElement(holder, "nvpair", {"id": f"{id}-{name}", "name": name, "value": value})


def _add_nodes(parent: Element, cib: Cib) -> None:
    for number, node in enumerate(cib.nodes, 1):
        kind = {} if node.kind == "member" else {"type": node.kind}
        element = SubElement(parent, "node", {"id": str(number), "uname": node.name, **kind})
        _add_attributes(element, "instance_attributes", f"{node.name}-attributes", node.attributes)


def _add_resources(parent: Element, cib: Cib) -> None:
    """Add each primitive inside its group and clone.

    Those stand where their first primitive does.
    """
    holders: dict[str, Element] = {}
    for primitive in cib.primitives.values():
        inherited: Mapping[str, str] = cib.resource_defaults
        holder = parent
        for tag, name, meta in _holders(cib, primitive):
            if name not in holders:
                holders[name] = SubElement(holder, tag, id=name)
                own = _not_inherited(meta, inherited)
                _add_attributes(holders[name], "meta_attributes", f"{name}-meta", own)
            holder, inherited = holders[name], {**inherited, **meta}
        _add_primitive(holder, primitive, inherited)


def _holders(cib: Cib, primitive: Primitive) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Return the clone and the group around *primitive*: tag, id and meta attributes."""
    if primitive.clone:
        clone = cib.clones[primitive.clone]
        meta = {"promotable": "true", **clone.meta} if clone.promotable else clone.meta
        yield "clone", clone.id, meta
    if primitive.group:
        yield "group", primitive.group, cib.groups[primitive.group].meta


def _not_inherited(meta: Mapping[str, str], inherited: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in meta.items() if inherited.get(name) != value}


def _add_primitive(parent: Element, primitive: Primitive, inherited: Mapping[str, str]) -> None:
    id = primitive.id
    provider = {"provider": primitive.provider} if primitive.provider else {}
    attributes = {"id": id, "class": primitive.standard, **provider, "type": primitive.type}
    element = SubElement(parent, "primitive", attributes)
    meta = _not_inherited(primitive.meta, inherited)
    _add_attributes(element, "meta_attributes", f"{id}-meta", meta)
    _add_attributes(element, "instance_attributes", f"{id}-attributes", primitive.parameters)
    if primitive.operations:
        operations = SubElement(element, "operations")
        for operation in primitive.operations:
            SubElement(operations, "op", _operation(id, operation))


def _operation(resource: str, operation: Operation) -> dict[str, str]:
    interval = f"{operation.interval}s"
    parts = (resource, operation.name, operation.role, interval)
    has_timeout = operation.timeout is not None and not operation.inherited
    return given(
        {
            "id": "-".join(filter(None, parts)),
            "name": operation.name,
            "interval": interval,
            "timeout": f"{operation.timeout}s" if has_timeout else None,
            "on-fail": operation.on_fail,
            "role": operation.role,
            "enabled": None if operation.enabled else "false",
        }
    )


def _tags(tags: Mapping[str, tuple[str, ...]]) -> Iterator[Element]:
    for name, members in tags.items():
        tag = Element("tag", id=name)
        for member in members:
            SubElement(tag, "obj_ref", id=member)
        yield tag
