"""A stop that fails takes the whole node.

What it checks
    Which resources that serve APIs have their node fenced when a stop fails, and what else may run there: the database, the message queue,
    addresses. It says the same for every layout.

Why it matters
    Pacemaker cannot go on with a resource that does not stop, so it fences the node. One request that hangs in
    one service then moves the addresses, and takes a member from Galera and RabbitMQ. One httpd per service does not change that: the
    node is what is fenced. It changes how often a stop has to wait, and for whom.

Instead
    Stops that have the time that their units take, units that kill what does not end (wsgigen's do), and services under systemd
    where nothing but a restart is wanted. `on-fail=block` on the stop is for those who would rather look themselves.

Source
    "Pacemaker Explained", Resource Operations, on-fail: a stop's default is fence where fencing is on
    Shown by crm_simulate 2.1.5: one service's stop fails, and its node is fenced, with one unit for all and with a unit for each
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import location, when_stop_fails
from wsgigen.text.phrases import join_some

#: Agents that do nothing worth keeping.
_ANCHORS = ("Dummy", "Delay")


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding at most: all that serve APIs, and all that they take with them."""
    fenced = [one for one in apis(view) if when_stop_fails(view.cib, one) == "fence"]
    ids = {one.id for one in apis(view)}
    others = [
        one
        for one in view.resources
        if one.id not in ids and one.type not in _ANCHORS and not catalog_entry(one)
    ]
    nodes = frozenset[str]().union(*(view.placement.allowed_nodes(one) for one in fenced))
    beside = sorted(one.id for one in others if view.placement.allowed_nodes(one) & nodes)
    if fenced and beside:
        yield Finding(
            f"in every layout a stop that fails, of {join_some(one.id for one in fenced)}, fences its node,"
            f" and takes along what runs there: {join_some(beside)}",
            "give every stop the time that its unit takes, and leave to systemd what needs no more than a restart",
            location(fenced[0], "stop"),
            tuple(name for one in fenced for name in served(view, one)),
        )


RULE = Rule("fencing-blast-radius", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
