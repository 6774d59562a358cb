"""File -> Source -> Cib: what Pacemaker would make of it, without Pacemaker.

Only what is no CIB is refused, and that is done before. A CIB that Pacemaker can run with, however odd, is one here,
too; what it would ignore is noted.

Source
    ClusterLabs/pacemaker: xml/*.rng (pacemaker-1.0 to 4.0), doc/sphinx/Pacemaker_Explained
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wsgigen.pacemaker.cib import attributes, colocations, locations, members, orders
from wsgigen.pacemaker.cib.conditions import Given
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.resources import resources
from wsgigen.pacemaker.cib.sets import Ends
from wsgigen.pacemaker.cib.source import Source, read


def load(path: Path) -> Cib:
    """The CIB in the file at *path*; see `read` for what it may be, and for what raises UserError."""
    with _uncollected():
        return interpret(read(path))


def interpret(source: Source) -> Cib:
    """What *source* means.

    Raises UserError when sets and references would make it grow beyond the bound in `reading`.
    """
    reading = Reading(source)
    found = resources(reading)
    nodes = members.nodes(reading, found)
    ends = Ends(reading, found, _tags(reading))
    alerts = (
        alert for block in reading.configuration.all("alerts") for alert in block.all("alert")
    )
    return Cib(
        feature_set=source.root.attributes.get("crm_feature_set", ""),
        schema=source.root.attributes.get("validate-with", ""),
        properties=attributes.properties(reading),
        nodes=nodes,
        primitives=found.primitives,
        groups=found.groups,
        clones=found.clones,
        bundles=found.bundles,
        orders=tuple(orders.orders(reading, ends)),
        colocations=tuple(colocations.colocations(reading, ends)),
        locations=tuple(locations.locations(reading, ends, [node.name for node in nodes])),
        tickets=tuple(orders.tickets(reading, ends)),
        tags=dict(ends.tags),
        op_defaults=attributes.defaults(reading, "op_defaults", "meta_attributes", Given()),
        resource_defaults=attributes.defaults(reading, "rsc_defaults", "meta_attributes", Given()),
        alerts=tuple(alert.id for alert in alerts),
        results=tuple(members.results(reading)),
        unknown=tuple(ends.unknown),
        notes=tuple(reading.notes),
        file=source.file,
    )


def _tags(reading: Reading) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tag in reading.section("tags").all("tag"):
        found.setdefault(tag.id, tuple(one.id for one in tag.all("obj_ref")))
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's garbage collector: it would look through all that was read so far again and again, and find nothing.

    With it, ten times as many resources take fifteen times as long.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
