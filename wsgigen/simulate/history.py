"""CIB and monitors' results -> CIB with the results in its status.

crm_simulate's own `--op-inject` leaves out the digest of the operation's parameters: the scheduler
then takes the definition for changed, clears the fail count, and no migration-threshold is ever
reached. So the entry is written here, with the digest of the entry that it follows.

Source: ClusterLabs/pacemaker, lib/pacemaker/pcmk_injections.c (call ids), lib/common/operations.c
and daemons/controld/controld_execd.c (a failed recurring operation is recorded as
`<resource>_last_failure_0`).
"""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement

from wsgigen.record import record
from wsgigen.simulate.document import parse_cib, to_bytes

#: What a monitor answers: OCF's exit codes.
RUNNING, BROKEN, NOT_RUNNING = 0, 1, 7


@record
class MonitorResult:
    """One answer of one monitor."""

    resource: str
    node: str
    interval: int  #: milliseconds; 0 for a probe
    code: int


def with_failures(xml: bytes, results: Iterable[MonitorResult]) -> bytes:
    """Return a copy in which *results* of monitors are counted as failures."""
    top = parse_cib(xml)
    for result in results:
        resource = _find_history(top, result)
        if resource is None:
            continue
        id = resource.get("id")
        recorded = resource.find(f"lrm_rsc_op[@id='{id}_monitor_{result.interval}']")
        if recorded is not None:
            _replace_entry(
                resource, _entry_after(resource, "last_failure_0", recorded, result.code)
            )
            operation, time = f"{id}#monitor_{result.interval}", recorded.get("last-rc-change", "0")
            _count_failure(_node_state(top, result.node), operation, time)
    return to_bytes(top)


def with_probe_results(xml: bytes, after: bytes, results: Iterable[MonitorResult]) -> bytes:
    """Return a copy of *xml* in which probes had *results*.

    The digests of their operations are in *after*: the CIB once they were simulated.
    """
    top, simulated = parse_cib(xml), parse_cib(after)
    for result in results:
        template = _find_history(simulated, result)
        recorded = None if template is None else template.find("lrm_rsc_op")
        if template is not None and recorded is not None:
            resource = _find_history(top, result)
            if resource is None:
                resource = _add_history(_node_state(top, result.node), template.attrib)
            values = _entry_after(resource, "last_0", recorded, result.code)
            _replace_entry(resource, values | _as_probe(resource, recorded, result.code))
    return to_bytes(top)


def failure_counts(xml: bytes) -> frozenset[tuple[str, str, int]]:
    """Return how often each operation failed on each node: node, operation and number.

    Counts above the highest migration-threshold are alike.
    """
    top = parse_cib(xml)
    pairs = top.iterfind("configuration//nvpair[@name='migration-threshold']")
    thresholds = (pair.get("value", "") for pair in pairs)
    highest = max((int(value) for value in thresholds if value.isdigit()), default=0)
    return frozenset(
        (
            state.get("uname", ""),
            pair.get("name", ""),
            min(highest, int(pair.get("value", "0").replace("INFINITY", "1000000"))),
        )
        for state in top.iterfind("status/node_state")
        for pair in state.iterfind("transient_attributes//nvpair")
        if pair.get("name", "").startswith("fail-count-")
    )


def _node_state(top: Element, node: str) -> Element:
    states = top.iterfind("status/node_state")
    return next(state for state in states if state.get("uname") == node)


def _find_history(top: Element, result: MonitorResult) -> Element | None:
    """Return the element with the results of the resource's operations."""
    for resource in _node_state(top, result.node).iterfind("lrm/lrm_resources/lrm_resource"):
        if resource.get("id", "").partition(":")[0] == result.resource:
            return resource
    return None


def _add_history(state: Element, attributes: Mapping[str, str]) -> Element:
    resources = _child(_child(state, "lrm", id=state.get("id", "")), "lrm_resources")
    return SubElement(resources, "lrm_resource", dict(attributes))


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    child = parent.find(tag)
    return SubElement(parent, tag, attributes) if child is None else child


def _entry_after(resource: Element, name: str, recorded: Element, code: int) -> dict[str, str]:
    """Return an entry like *recorded*, later than all others, with *code*."""
    latest = max((int(entry.get("call-id", "0")) for entry in resource), default=0)
    return {
        **recorded.attrib,
        "id": f"{resource.get('id')}_{name}",
        "rc-code": str(code),
        "op-status": "0",
        "call-id": str(latest + 1),
        "transition-magic": f"0:{code};{recorded.get('transition-key', '')}",
    }


def _as_probe(resource: Element, recorded: Element, code: int) -> dict[str, str]:
    """Return what makes an entry a probe that was expected to find nothing running."""
    parts = recorded.get("transition-key", "").split(":")
    key = ":".join((*parts[:2], str(NOT_RUNNING), *parts[3:]))
    return {
        "operation": "monitor",
        "operation_key": f"{resource.get('id')}_monitor_0",
        "transition-key": key,
        "transition-magic": f"0:{code};{key}",
    }


def _replace_entry(resource: Element, values: dict[str, str]) -> None:
    for entry in resource.findall(f"lrm_rsc_op[@id='{values['id']}']"):
        resource.remove(entry)
    resource.append(Element("lrm_rsc_op", values))


def _count_failure(state: Element, operation: str, time: str) -> None:
    """Count a failure, as pacemaker-attrd does."""
    number = state.get("id", "")
    attributes = _child(state, "transient_attributes", id=number)
    holder = _child(attributes, "instance_attributes", id=f"status-{number}")
    pairs = {pair.get("name"): pair for pair in holder.iterfind("nvpair")}
    count = pairs.get(f"fail-count-{operation}")
    failures = 1 + int(count.get("value", "0")) if count is not None else 1
    values = {f"fail-count-{operation}": str(failures), f"last-failure-{operation}": time}
    for name, value in values.items():
        if name in pairs:
            pairs[name].set("value", value)
        else:
            id = f"status-{number}-{name.replace('#', '.')}"
            SubElement(holder, "nvpair", {"id": id, "name": name, "value": value})
