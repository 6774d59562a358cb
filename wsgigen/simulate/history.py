"""CIB and what monitors found -> CIB: writes results where Pacemaker keeps them, in the status section.

crm_simulate's own `--op-inject` leaves out the digest of the operation's parameters: the scheduler then takes
the definition for changed, clears the fail count, and no migration-threshold is ever reached. So the entry is
written here, with the digest of the one that it follows.

Source: ClusterLabs/pacemaker, lib/pacemaker/pcmk_injections.c (call ids), lib/common/operations.c and
daemons/controld/controld_execd.c (a failed recurring operation is recorded as `<resource>_last_failure_0`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from wsgigen.simulate.document import parse, text

#: What a monitor answers: OCF's exit codes.
RUNNING, BROKEN, NOT_RUNNING = 0, 1, 7


@dataclass(frozen=True, order=True)
class Report:
    """One answer of one monitor; `interval` is in milliseconds, 0 for a probe."""

    resource: str
    node: str
    interval: int
    code: int


def fail(xml: bytes, reports: Iterable[Report]) -> bytes:
    """A copy in which recurring monitors came to what nobody expected, and are counted as failures."""
    top = parse(xml)
    for one in reports:
        state, resource = _location(top, one)
        usual = resource.find(f"lrm_rsc_op[@id='{resource.get('id')}_monitor_{one.interval}']")
        if usual is None:
            continue
        _entry(resource, "last_failure_0", usual, one.code)
        name = f"{resource.get('id')}#monitor_{one.interval}"
        _count(state, name, usual.get("last-rc-change", "0"))
    return text(top)


def answer(xml: bytes, after: bytes, reports: Iterable[Report]) -> bytes:
    """A copy of *xml* in which probes came to what is so. Their digests are in *after*: the CIB once they were simulated."""
    top, simulated = parse(xml), parse(after)
    for one in reports:
        usual = _location(simulated, one)[1].find("lrm_rsc_op")
        if usual is not None:
            _, resource = _location(top, one, like=_location(simulated, one)[1])
            _entry(resource, "last_0", usual, one.code, "monitor", "7")
    return text(top)


def counts(xml: bytes) -> frozenset[tuple[str, str, int]]:
    """How often each operation failed on each node, as far as a migration-threshold makes it matter."""
    top = parse(xml)
    thresholds = (
        pair.get("value", "")
        for pair in top.iterfind("configuration//nvpair[@name='migration-threshold']")
    )
    most = max((int(value) for value in thresholds if value.isdigit()), default=0)
    return frozenset(
        (
            state.get("uname", ""),
            pair.get("name", ""),
            min(most, int(pair.get("value", "0").replace("INFINITY", "1000000"))),
        )
        for state in top.iterfind("status/node_state")
        for pair in state.iterfind("transient_attributes//nvpair")
        if pair.get("name", "").startswith("fail-count-")
    )


def _location(top: Element, one: Report, like: Element | None = None) -> tuple[Element, Element]:
    """Where a node keeps what a resource's operations came to; made *like* another where there is none yet."""
    state = next(
        state for state in top.iterfind("status/node_state") if state.get("uname") == one.node
    )
    for resource in state.iterfind("lrm/lrm_resources/lrm_resource"):
        if resource.get("id", "").partition(":")[0] == one.resource:
            return state, resource
    parent = _child(_child(state, "lrm", id=state.get("id", "")), "lrm_resources")
    return state, SubElement(
        parent, "lrm_resource", like.attrib if like is not None else {"id": one.resource}
    )


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    found = parent.find(tag)
    return SubElement(parent, tag, attributes) if found is None else found


def _entry(
    resource: Element, name: str, usual: Element, code: int, operation: str = "", expected: str = ""
) -> None:
    """Record an operation like *usual* that came to *code* after all others."""
    identifier = f"{resource.get('id')}_{name}"
    latest = max((int(one.get("call-id", "0")) for one in resource), default=0)
    for old in resource.findall(f"lrm_rsc_op[@id='{identifier}']"):
        resource.remove(old)
    key = usual.get("transition-key", "")
    if expected:
        key = ":".join((*key.split(":")[:2], expected, *key.split(":")[3:]))
    changed = {"id": identifier, "rc-code": str(code), "op-status": "0", "call-id": str(latest + 1)}
    values = {
        **usual.attrib,
        **changed,
        "transition-key": key,
        "transition-magic": f"0:{code};{key}",
    }
    if operation:
        values |= {"operation": operation, "operation_key": f"{resource.get('id')}_{operation}_0"}
    resource.append(Element("lrm_rsc_op", values))


def _count(state: Element, name: str, when: str) -> None:
    """Count a failure, as pacemaker-attrd does."""
    number = state.get("id", "")
    holder = _child(
        _child(state, "transient_attributes", id=number),
        "instance_attributes",
        id=f"status-{number}",
    )
    known = {pair.get("name"): pair for pair in holder.iterfind("nvpair")}
    count = known.get(f"fail-count-{name}")
    values = {
        f"fail-count-{name}": str(1 + int(count.get("value", "0")) if count is not None else 1),
        f"last-failure-{name}": when,
    }
    for key, value in values.items():
        if key in known:
            known[key].set("value", value)
        else:
            SubElement(
                holder,
                "nvpair",
                {"id": f"status-{number}-{key.replace('#', '.')}", "name": key, "value": value},
            )
