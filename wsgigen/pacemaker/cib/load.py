"""File -> CibDocument -> Cib: what Pacemaker would make of it, without Pacemaker.

Only what is no CIB is refused, and that is done before. A CIB that Pacemaker can run with, however
odd, is a CIB here, too; what Pacemaker would ignore is noted.

Source
    ClusterLabs/pacemaker: xml/*.rng (pacemaker-1.0 to 4.0), doc/sphinx/Pacemaker_Explained
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wsgigen.pacemaker.cib.attributes import defaults, properties
from wsgigen.pacemaker.cib.colocations import colocations
from wsgigen.pacemaker.cib.conditions import RuleContext
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.document import CibDocument, read_document
from wsgigen.pacemaker.cib.locations import locations
from wsgigen.pacemaker.cib.members import nodes, results
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.pacemaker.cib.orders import orders, tickets
from wsgigen.pacemaker.cib.resources import read_resources
from wsgigen.pacemaker.cib.sets import ConstraintEnds


def load_cib(path: Path) -> Cib:
    """Return the CIB in the file at *path*.

    `read_document` says what it may be, and what raises UserError.
    """
    with _without_garbage_collection():
        return interpret(read_document(path))


def interpret(document: CibDocument) -> Cib:
    """Return what *document* means.

    Raises UserError when sets and references would make it grow beyond the bound in `context`.
    """
    context = ReadContext(document)
    resources = read_resources(context)
    members = nodes(context, resources)
    ends = ConstraintEnds(context, resources, _tags(context))
    return Cib(
        feature_set=document.root.attributes.get("crm_feature_set", ""),
        schema=document.root.attributes.get("validate-with", ""),
        properties=properties(context),
        nodes=members,
        primitives=resources.primitives,
        groups=resources.groups,
        clones=resources.clones,
        bundles=resources.bundles,
        orders=tuple(orders(context, ends)),
        colocations=tuple(colocations(context, ends)),
        locations=tuple(locations(context, ends, [node.name for node in members])),
        tickets=tuple(tickets(context, ends)),
        tags=dict(ends.tags),
        op_defaults=defaults(context, "op_defaults", "meta_attributes", RuleContext()),
        resource_defaults=defaults(context, "rsc_defaults", "meta_attributes", RuleContext()),
        alerts=tuple(_alerts(context)),
        results=tuple(results(context)),
        unknown=tuple(ends.unknown),
        notes=tuple(context.notes),
        file=document.file,
    )


def _tags(context: ReadContext) -> dict[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {}
    for tag in context.section("tags").children_named("tag"):
        references = tag.children_named("obj_ref")
        tags.setdefault(tag.id, tuple(reference.id for reference in references))
    return tags


def _alerts(context: ReadContext) -> Iterator[str]:
    for block in context.configuration.children_named("alerts"):
        yield from (alert.id for alert in block.children_named("alert"))


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Run without Python's garbage collector.

    It would look through all that was read so far again and again, and find nothing: with it, ten
    times as many resources take fifteen times as long.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
