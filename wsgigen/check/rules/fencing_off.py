"""The cluster does not fence.

What it checks
    The property stonith-enabled is not false where Pacemaker manages services.

Why it matters
    When a node does not answer, or a stop fails, only fencing makes sure that the resources there
    have stopped. Without it, Pacemaker blocks the resource: it neither stops it nor starts it
    anywhere until somebody looks. For a service that must run once, this certainty is the
    whole point of a cluster manager.

Instead
    Configure fencing devices, and set stonith-enabled=true. If nothing in the cluster needs
    fencing, systemd alone does the same with less.

Source
    "Pacemaker Explained", Fencing, and Resource Operations, on-fail: without fencing a stop that
    fails blocks
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import fences_nodes
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding."""
    primitives = api_primitives(view)
    if primitives and not fences_nodes(view.cib):
        yield Finding(
            "stonith-enabled is false: a node that hangs keeps"
            f" {join_some(primitive.id for primitive in primitives)},"
            " and a failed stop blocks its resource for good",
            "configure fencing, and set stonith-enabled=true",
            primitives[0].at,
            tuple(name for primitive in primitives for name in served_services(view, primitive)),
        )


RULE = Rule("fencing-off", __doc__, Severity.RISK, check, needs=(Need.CIB,))
