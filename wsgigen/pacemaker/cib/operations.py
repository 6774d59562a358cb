"""Operations of a primitive, with what they inherit.

Source
    "Pacemaker Explained", Resource Operations (operations.rst): an XML attribute goes before an nvpair, both before op_defaults
    ClusterLabs/pacemaker: lib/pengine/complex.c (template_op_key): name and role make an operation override its template's
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wsgigen.pacemaker.cib import attributes
from wsgigen.pacemaker.cib.conditions import Given
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Operation
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.values import role, seconds, yes


def operations(reading: Reading, owners: Sequence[Element], given: Given) -> Iterator[Operation]:
    """The operations of a primitive; *owners* are its template, if it has one, and itself."""
    found: dict[tuple[str, str | None, int], Element] = {}
    for level, owner in enumerate(owners):
        own = [
            op
            for block in reading.real(owner.all("operations"))
            for op in reading.real(block.all("op"))
        ]
        keys = {_key(op) for op in own}
        found = {key: op for key, op in found.items() if key[:2] not in keys}
        found |= {
            (*_key(op), number if level else -number - 1): op for number, op in enumerate(own)
        }
    for op in found.values():
        yield _operation(reading, op, given)


def _key(op: Element) -> tuple[str, str | None]:
    name = role(op.attributes.get("role"))
    return op.attributes.get("name", ""), None if name in ("Started", "Unpromoted") else name


def _operation(reading: Reading, op: Element, given: Given) -> Operation:
    own = attributes.merged(reading, [op], "meta_attributes", given) | op.attributes
    name = own.get("name", "")
    interval = _duration(reading, op, "interval", own.get("interval")) or 0
    asked = replace(given, operation=name, interval=interval)
    defaults = attributes.defaults(reading, "op_defaults", "meta_attributes", asked)
    values = defaults | own
    return Operation(
        name=name,
        interval=interval,
        timeout=_duration(reading, op, "timeout", values.get("timeout")),
        on_fail=values.get("on-fail"),
        role=role(values.get("role")),
        enabled=yes(values.get("enabled"), default=True),
        inherited="timeout" not in own and "timeout" in defaults,
        at=reading.at(op),
    )


def _duration(reading: Reading, op: Element, what: str, text: str | None) -> int | None:
    value = None if text is None else seconds(text)
    if text is not None and value is None:
        reading.note(
            op, f"{what}={text} of operation {op.id} is no duration", "write it as in 30s or 5min"
        )
    return value
