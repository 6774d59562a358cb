"""The slot of an httpd in its configuration."""

from collections.abc import Iterator
from typing import Any

from wsgigen.plan.model import Instance, Slot
from wsgigen.render.probing import SLOT_HEADER
from wsgigen.render.syntax import Raw


def slot_values(instance: Instance) -> dict[str, Any]:
    """Return the values that `slots.apache.j2` and `handover.apache.j2` need."""
    return {
        "slots": tuple(_conditions(instance.slots)),
        "slot_header": SLOT_HEADER,
        "ports": sorted({(site.port, bool(site.tls)) for site in instance.sites}),
    }


def below_run(instance: Instance, path: str, before: str = "") -> str:
    """Return what stands for *path* in the runtime directory of the slot that httpd runs in."""
    if instance.slots:
        return Raw(f"{before}{instance.run}/${{SLOT_PATH}}{path}")
    return f"{before}{instance.run}{path}"


def _conditions(slots: tuple[Slot, ...]) -> Iterator[tuple[str, Slot]]:
    """Yield each slot with the condition of <IfDefine> under which httpd runs in it.

    Without -D httpd runs in the first: so do a start, and a person's `httpd -t`.
    """
    if slots:
        first, second = slots
        yield from ((Raw(f"!{second.name}"), first), (Raw(second.name), second))
