"""CIB and question -> CIB: what the command that people would type leaves in it.

Source: `pcs resource disable`, `crm_resource --ban` and `crm_standby` of pcs 0.11.5 and Pacemaker 2.1.5.
"""

from xml.etree.ElementTree import Element, SubElement

from wsgigen.errors import Problem, UserError
from wsgigen.simulate.document import addressed, attribute, members, node, parse, primitives, text
from wsgigen.simulate.question import ADD, BAN, STANDBY, STOP, Question

#: Older than any tool that is in use: crm_simulate aborts on a CIB of a newer feature set than its own.
_FEATURE_SET = "3.0.14"


def prepared(xml: bytes) -> bytes:
    """A copy with quorum, every member online and no history: the cluster starts from nothing.

    What operations came to is thrown away, so that a question does not depend on the day the CIB was
    taken; lasting node attributes stay, those of the status section (promotion scores) are lost.
    """
    top = parse(xml)
    for status in top.findall("status"):
        top.remove(status)
    status = SubElement(top, "status")
    for one in members(top):
        known = {"id": one.get("id", ""), "uname": one.get("uname", "")}
        SubElement(
            status,
            "node_state",
            {**known, "in_ccm": "true", "crmd": "online", "join": "member", "expected": "member"},
        )
    top.attrib.update({"have-quorum": "1", "crm_feature_set": _FEATURE_SET})
    return text(top)


def without(xml: bytes, name: str) -> bytes:
    """A copy without the resource *name* and the constraints that name it; unchanged when there is none."""
    top = parse(xml)
    try:
        gone = addressed(top, name)
    except UserError:
        return xml
    names = {one.get("id", "") for one in gone.iter()}
    for parent in top.iterfind("configuration/resources/.."):
        _remove(parent, gone)
    constraints = top.find("configuration/constraints")
    if constraints is not None:
        for one in list(constraints):
            if any(
                value in names
                for part in one.iter()
                for key, value in part.items()
                if key != "id" or part.tag == "resource_ref"
            ):
                constraints.remove(one)
    return text(top)


def _remove(parent: Element, gone: Element) -> None:
    for child in list(parent):
        if child is gone:
            parent.remove(child)
        else:
            _remove(child, gone)


def put(xml: bytes, question: Question) -> bytes:
    """*xml* once *question* was put to it; a failure is no change of the configuration (see `history`)."""
    top = parse(xml)
    if question.action == STOP:
        attribute(addressed(top, question.name), "meta_attributes", "target-role", "Stopped")
    elif question.action == BAN:
        _ban(
            top,
            addressed(top, question.name).get("id", ""),
            node(top, question.node).get("uname", ""),
        )
    elif question.action == STANDBY:
        attribute(node(top, question.name), "instance_attributes", "standby", "on")
    elif question.action == ADD:
        _add(top, question)
    return text(top)


def _ban(top: Element, resource: str, where: str) -> None:
    """As `crm_resource --ban` writes it."""
    constraints = _constraints(top)
    known = {
        "id": f"cli-ban-{resource}-on-{where}",
        "rsc": resource,
        "role": "Started",
        "node": where,
        "score": "-INFINITY",
    }
    SubElement(constraints, "rsc_location", known)


def _constraints(top: Element) -> Element:
    found = top.find("configuration/constraints")
    return (
        found
        if found is not None
        else SubElement(top.iterfind("configuration").__next__(), "constraints")
    )


def _add(top: Element, question: Question) -> None:
    """A primitive that runs on one node at a time, with the operations that agents of class systemd advertise."""
    resources = top.find("configuration/resources")
    if resources is None or question.name in {
        one for each in resources for one in primitives(each)
    }:
        raise UserError(
            [
                Problem(
                    f"the cluster has a resource {question.name} already", "add one of another name"
                )
            ]
        )
    kind = question.unit.removesuffix(".service")
    one = SubElement(
        resources, "primitive", {"id": question.name, "class": "systemd", "type": kind}
    )
    operations = SubElement(one, "operations")
    for name, interval, timeout in (
        ("monitor", "10s", "20s"),
        ("start", "0s", "100s"),
        ("stop", "0s", "100s"),
    ):
        known = {"name": name, "interval": interval, "timeout": timeout}
        SubElement(operations, "op", {"id": f"{question.name}-{name}-{interval}", **known})
