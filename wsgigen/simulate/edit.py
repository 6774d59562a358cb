"""CIB and question -> CIB, as the command that people would type leaves it.

Source: `pcs resource disable`, `crm_resource --ban` and `crm_standby` of pcs 0.11.5 and
Pacemaker 2.1.5.
"""

from collections.abc import Container
from xml.etree.ElementTree import Element, SubElement

from wsgigen.errors import Problem, UserError
from wsgigen.simulate.document import (
    find_addressed,
    find_node,
    member_nodes,
    parse_cib,
    primitive_ids,
    set_attribute,
    to_bytes,
)
from wsgigen.simulate.question import Action, Question

#: Older than any tool in use: crm_simulate aborts on a CIB of a newer feature set than its own.
_FEATURE_SET = "3.0.14"
_ONLINE = {"in_ccm": "true", "crmd": "online", "join": "member", "expected": "member"}
#: The operations that agents of class systemd advertise: name, interval, timeout.
_OPERATIONS = (("monitor", "10s", "20s"), ("start", "0s", "100s"), ("stop", "0s", "100s"))


def prepared(xml: bytes) -> bytes:
    """Return a copy with quorum, every member online and no history.

    Results of operations are removed, so that a question does not depend on the day the CIB was
    taken; lasting node attributes stay, those of the status section (promotion scores) are lost.
    """
    top = parse_cib(xml)
    for status in top.findall("status"):
        top.remove(status)
    status = SubElement(top, "status")
    for node in member_nodes(top):
        names = {"id": node.get("id", ""), "uname": node.get("uname", "")}
        SubElement(status, "node_state", {**names, **_ONLINE})
    top.attrib.update({"have-quorum": "1", "crm_feature_set": _FEATURE_SET})
    return to_bytes(top)


def without_resource(xml: bytes, name: str) -> bytes:
    """Return a copy without the resource *name* and the constraints that name it.

    Unchanged when there is no such resource.
    """
    top = parse_cib(xml)
    try:
        resource = find_addressed(top, name)
    except UserError:
        return xml
    names = {element.get("id", "") for element in resource.iter()}
    for parent in top.iterfind("configuration/resources/.."):
        _remove(parent, resource)
    constraints = top.find("configuration/constraints")
    if constraints is not None:
        for constraint in list(constraints):
            if _names_any(constraint, names):
                constraints.remove(constraint)
    return to_bytes(top)


def _names_any(constraint: Element, names: Container[str]) -> bool:
    return any(
        value in names
        for element in constraint.iter()
        for key, value in element.items()
        if key != "id" or element.tag == "resource_ref"
    )


def _remove(parent: Element, resource: Element) -> None:
    for child in list(parent):
        if child is resource:
            parent.remove(child)
        else:
            _remove(child, resource)


def after_question(xml: bytes, question: Question) -> bytes:
    """Return *xml* once *question* was asked.

    A failure is no change of the configuration: see `history`.
    """
    top, name = parse_cib(xml), question.name
    if question.action is Action.STOP:
        set_attribute(find_addressed(top, name), "meta_attributes", "target-role", "Stopped")
    elif question.action is Action.BAN:
        _ban(top, find_addressed(top, name), find_node(top, question.node))
    elif question.action is Action.STANDBY:
        set_attribute(find_node(top, name), "instance_attributes", "standby", "on")
    elif question.action is Action.ADD:
        _add(top, question)
    return to_bytes(top)


def _ban(top: Element, resource: Element, node: Element) -> None:
    """Ban *resource* from *node* as `crm_resource --ban` writes it."""
    name, where = resource.get("id", ""), node.get("uname", "")
    constraints = top.find("configuration/constraints")
    if constraints is None:
        constraints = SubElement(next(top.iterfind("configuration")), "constraints")
    location = {
        "id": f"cli-ban-{name}-on-{where}",
        "rsc": name,
        "role": "Started",
        "node": where,
        "score": "-INFINITY",
    }
    SubElement(constraints, "rsc_location", location)


def _add(top: Element, question: Question) -> None:
    """Add a primitive that runs on one node at a time."""
    name, resources = question.name, top.find("configuration/resources")
    if resources is None or name in primitive_ids(resources):
        problem = Problem(f"the cluster has a resource {name} already", "add one of another name")
        raise UserError([problem])
    agent = {"class": "systemd", "type": question.unit.removesuffix(".service")}
    operations = SubElement(SubElement(resources, "primitive", {"id": name, **agent}), "operations")
    for operation, interval, timeout in _OPERATIONS:
        id = f"{name}-{operation}-{interval}"
        values = {"id": id, "name": operation, "interval": interval, "timeout": timeout}
        SubElement(operations, "op", values)
