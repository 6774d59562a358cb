"""Operations of a primitive, with what they inherit.

Source
    "Pacemaker Explained", Resource Operations (operations.rst): an XML attribute goes before an
    nvpair, both before op_defaults
    ClusterLabs/pacemaker: lib/pengine/complex.c (template_op_key): name and role make an operation
    override its template's
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wsgigen.pacemaker.cib.attributes import defaults, merged
from wsgigen.pacemaker.cib.conditions import RuleContext
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Operation
from wsgigen.pacemaker.cib.values import current_role, is_true, parse_seconds


def operations(
    context: ReadContext, definitions: Sequence[Element], about: RuleContext
) -> Iterator[Operation]:
    """Return the operations of a primitive.

    *definitions* are its template, if any, and itself.
    """
    elements: dict[tuple[str, str | None, int], Element] = {}
    for level, definition in enumerate(definitions):
        own = list(_elements(context, definition))
        keys = {_key(element) for element in own}
        elements = {key: element for key, element in elements.items() if key[:2] not in keys}
        for number, element in enumerate(own):
            elements[*_key(element), number if level else -number - 1] = element
    for element in elements.values():
        yield _operation(context, element, about)


def _elements(context: ReadContext, definition: Element) -> Iterator[Element]:
    for block in context.resolved(definition.children_named("operations")):
        yield from context.resolved(block.children_named("op"))


def _key(element: Element) -> tuple[str, str | None]:
    role = current_role(element.attributes.get("role"))
    name = element.attributes.get("name", "")
    return name, None if role in ("Started", "Unpromoted") else role


def _operation(context: ReadContext, element: Element, about: RuleContext) -> Operation:
    own = merged(context, [element], "meta_attributes", about) | element.attributes
    name = own.get("name", "")
    interval = _duration(context, element, "interval", own.get("interval")) or 0
    about = replace(about, operation=name, interval=interval)
    inherited = defaults(context, "op_defaults", "meta_attributes", about)
    values = inherited | own
    return Operation(
        name=name,
        interval=interval,
        timeout=_duration(context, element, "timeout", values.get("timeout")),
        on_fail=values.get("on-fail"),
        role=current_role(values.get("role")),
        enabled=is_true(values.get("enabled"), default=True),
        inherited="timeout" not in own and "timeout" in inherited,
        at=context.location(element),
    )


def _duration(context: ReadContext, element: Element, name: str, text: str | None) -> int | None:
    value = None if text is None else parse_seconds(text)
    if text is not None and value is None:
        message = f"{name}={text} of operation {element.id} is not a duration"
        context.note(element, message, "write it like 30s or 5min")
    return value
