"""A clone waits for all copies of another clone, on every node.

What it checks
    Every clone that has a mandatory order after another clone, or a colocation with one, has
    `interleave=true`.

Why it matters
    Without it each copy waits for the copies of the other clone on all nodes. When one of those
    fails, or one node goes away, every copy on every node is stopped and started: a fault of one
    node becomes an outage of the service.

Instead
    Set the meta attribute `interleave=true` on the clone that is ordered after the other.

Source
    "Pacemaker Explained", Collective Resources, Clone Options (interleave)
    openstack/tripleo-heat-templates, 17c58a4b3 (Launchpad bug 1603381): without it a promotion of
    galera restarted openstack-core and all after it
    Simulated with crm_simulate 2.1.5: one failure on one node restarts the dependants on that node
    with it, and on all without
"""

from collections import defaultdict
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each clone that depends on others without interleave."""
    clones = view.cib.clones
    waits: defaultdict[str, set[str]] = defaultdict(set)
    for order in view.cib.orders:
        if order.kind == "Mandatory":
            waits[order.then].add(order.first)
    for colocation in view.cib.colocations:
        if colocation.score > 0:
            waits[colocation.resource].add(colocation.with_resource)
    for name, others in waits.items():
        first = sorted(other for other in others if other in clones and other != name)
        clone = clones.get(name)
        if first and clone and not clone.interleave and clone.meta.get("clone-max") != "1":
            yield Finding(
                f"{name} depends on {join_some(first)} without interleave: a fault of"
                f" {'it' if len(first) == 1 else 'one of them'} on one node"
                f" restarts {name} on all nodes",
                f"set interleave=true on {name}",
                clone.at,
                view.control.services_of(name),
            )


RULE = Rule("ordered-clone-not-interleaved", __doc__, Severity.RISK, check)
