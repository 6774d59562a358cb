"""The cluster does not fence.

What it checks
    The property stonith-enabled is not false where Pacemaker manages services.

Why it matters
    When a node does not answer, or a stop fails, only fencing makes sure that what ran there does not run any more. Without it Pacemaker
    blocks the resource: it is neither stopped nor started anywhere until somebody looks. For what must run once that is the
    whole point of a cluster manager.

Instead
    Fencing devices and stonith-enabled=true. If nothing in the cluster needs fencing, systemd alone does the same with less.

Source
    "Pacemaker Explained", Fencing, and Resource Operations, on-fail: without fencing a stop that fails blocks
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import fencing
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding at most."""
    found = apis(view)
    if found and not fencing(view.cib):
        yield Finding(
            f"stonith-enabled is false: a node that hangs keeps {join_some(one.id for one in found)}, and a stop that fails blocks for good",
            "configure fencing and set stonith-enabled=true",
            found[0].at,
            tuple(name for one in found for name in served(view, one)),
        )


RULE = Rule("fencing-off", __doc__, Severity.RISK, check, needs=(Need.CIB,))
