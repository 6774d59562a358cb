"""A monitor for the role Stopped, where it does nothing or harm.

What it checks
    Monitors with role=Stopped: on clones, and on a resource that runs once and whose unit other resources drive, too.

Why it matters
    On a clone Pacemaker never runs them: the copies that should not run are not looked for, whatever is written.
    On a resource that runs once they are run on all other nodes, to find it where it should not be. Where others drive the
    same unit it is always active there: Pacemaker stops it, their monitors fail and start it, and so on without end. Sooner or later
    a stop comes at the time of their start, and fails by its timeout.

Instead
    Delete the operation; or give the service a unit of its own.

Source
    "Pacemaker Explained", Resource Operations: monitors with role=Stopped are not implemented for clones
    Shown by crm_simulate 2.1.5, its actions replayed on the units: the same states come back for ever
    Seen with Pacemaker 2.1.5 on three nodes: after six rounds in a minute a stop ran into its timeout of 100 s, and meanwhile two
    of the nodes served nothing
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource."""
    for primitive in apis(view):
        looking = [
            one.at
            for one in primitive.operations
            if one.name == "monitor" and one.role == "Stopped" and one.enabled and one.interval
        ]
        for at in looking[:1]:
            if primitive.clone:
                yield Finding(
                    f"{primitive.id} is a clone, and Pacemaker runs no monitor with role=Stopped for one",
                    "delete the operation",
                    at,
                    served(view, primitive),
                    Severity.ADVICE,
                )
            else:
                yield from _fighting(view, primitive, at)


def _fighting(view: ClusterView, primitive: Primitive, at: Origin) -> Iterator[Finding]:
    driven = view.control.controlled_by(primitive)
    others = [
        one
        for one in view.control.drivers.get(driven.unit if driven else "", ())
        if one.id != primitive.id
    ]
    found = [
        one
        for one in others
        if view.placement.allowed_nodes(one) & view.placement.probed_nodes(primitive)
    ]
    if driven and found:
        yield Finding(
            f"{primitive.id} is looked for where it should not run, and {join_some(one.id for one in found)} runs {driven.unit} there:"
            " Pacemaker stops it, they start it, without end",
            f"give {primitive.id} a unit of its own, and until then delete the operation",
            at,
            tuple(name for one in (primitive, *found) for name in served(view, one)),
            question=Question("fail", primitive.id),
        )


RULE = Rule("role-stopped-monitor", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
