"""A stop that fails takes down the whole node.

What it checks
    Which resources that serve APIs have their node fenced when a stop fails, and what else may run
    on that node: the database, the message queue, addresses. The finding is the same for every
    layout.

Why it matters
    Pacemaker cannot go on with a resource that does not stop, so it fences the node. One request
    that hangs in one service then moves the addresses, and takes a member from Galera and
    RabbitMQ. One httpd per service does not change that, because the whole node is fenced. It
    changes how often a stop has to wait, and for which services.

Instead
    Give each stop the time that its unit takes, use units that kill what does not end (wsgigen's
    do), and leave to systemd the services that need only a restart. Set `on-fail=block` on the
    stop if you would rather look at the failure yourself.

Source
    "Pacemaker Explained", Resource Operations, on-fail: a stop's default is fence where fencing is
    on
    Shown by crm_simulate 2.1.5: one service's stop fails, and its node is fenced, with one unit for
    all and with a unit for each
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.operations import action_on_failed_stop, operation_origin
from wsgigen.text.phrases import join_some

#: Agents that nobody misses when their node is fenced: they do nothing.
_ANCHORS = ("Dummy", "Delay")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for all APIs and for all that goes down with them."""
    fenced = [
        primitive
        for primitive in api_primitives(view)
        if action_on_failed_stop(view.cib, primitive) == "fence"
    ]
    neighbours = _neighbours(view, fenced)
    if fenced and neighbours:
        yield Finding(
            f"a failed stop of {join_some(primitive.id for primitive in fenced)} fences its node in"
            f" every layout, and takes down what else runs there: {join_some(neighbours)}",
            "give every stop the time that its unit takes,"
            " and leave to systemd the services that need only a restart",
            operation_origin(fenced[0], "stop"),
            tuple(name for primitive in fenced for name in served_services(view, primitive)),
        )


def _neighbours(view: ClusterView, fenced: list[Primitive]) -> list[str]:
    """Return what may run where *fenced* may run, and is neither an API nor of the catalogue."""
    ids = {primitive.id for primitive in api_primitives(view)}
    nodes = frozenset[str]().union(
        *(view.placement.allowed_nodes(primitive) for primitive in fenced)
    )
    return sorted(
        primitive.id
        for primitive in view.primitives
        if primitive.id not in ids
        and primitive.type not in _ANCHORS
        and not catalog_entry(primitive)
        and view.placement.allowed_nodes(primitive) & nodes
    )


RULE = Rule("fencing-blast-radius", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
