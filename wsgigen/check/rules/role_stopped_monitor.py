"""A monitor for the role Stopped does nothing, or does harm.

What it checks
    No monitor with role=Stopped is on a clone, or on a resource that runs once and whose unit other
    resources also control.

Why it matters
    On a clone Pacemaker never runs such a monitor: nothing looks for copies that should not run. On
    a resource that runs once it is run on all other nodes, to find the resource where it should not
    be. Where other resources control the same unit, the unit is always active there: Pacemaker
    stops it, the monitors of the others fail and start it again, and so on without end. Sooner or
    later a stop comes at the time of their start, and times out.

Instead
    Delete the operation; or give the service a unit of its own.

Source
    "Pacemaker Explained", Resource Operations: monitors with role=Stopped are not implemented for
    clones
    Shown by crm_simulate 2.1.5, its actions replayed on the units: the same states come back for
    ever
    Seen with Pacemaker 2.1.5 on three nodes: after six rounds in a minute a stop ran into its
    timeout of 100 s, and meanwhile two of the nodes served nothing
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource with such a monitor."""
    for primitive in api_primitives(view):
        at = _monitor_when_stopped(primitive)
        if at is not None:
            if primitive.clone:
                yield Finding(
                    f"{primitive.id} is a clone: Pacemaker never runs its monitor with"
                    " role=Stopped",
                    "delete the operation",
                    at,
                    served_services(view, primitive),
                    Severity.ADVICE,
                )
            else:
                yield from _fights(view, primitive, at)


def _monitor_when_stopped(primitive: Primitive) -> Origin | None:
    for operation in primitive.operations:
        recurs = operation.name == "monitor" and operation.enabled and operation.interval
        if recurs and operation.role == "Stopped":
            return operation.at
    return None


def _fights(view: ClusterView, primitive: Primitive, at: Origin) -> Iterator[Finding]:
    controlled = view.control.controlled_by(primitive)
    if controlled is None:
        return
    nodes = view.placement.probed_nodes(primitive)
    others = [
        other
        for other in view.control.primitives_by_unit.get(controlled.unit, ())
        if other.id != primitive.id and view.placement.allowed_nodes(other) & nodes
    ]
    if others:
        yield Finding(
            f"{primitive.id} is monitored where it should not run, but {controlled.unit} is active"
            f" there for {join_some(other.id for other in others)}:"
            " Pacemaker stops it, they start it, without end",
            f"give {primitive.id} a unit of its own, and delete the operation until then",
            at,
            tuple(name for user in (primitive, *others) for name in served_services(view, user)),
            question=Question(Action.FAIL, primitive.id),
        )


RULE = Rule("role-stopped-monitor", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
