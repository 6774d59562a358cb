"""A resource controls a unit that serves nothing in this layout.

What it checks
    Every resource of a service of the profile names the unit that serves it in this layout. Where
    no resource names that unit yet, the cluster does not have the layout yet: a risk. Where one
    does, the other resources are left over: a conflict.

Why it matters
    A service that moves leaves its old unit empty or missing. When the unit is missing, every
    start and monitor fails as not installed, and a stop succeeds; everything that is ordered after
    it never starts. When the unit is still there, it takes the port: the httpd that should have
    the port does not start at all, nor does any other service in it.

Instead
    Point the resource at the new unit, or delete it. Put it into unmanaged mode first, because
    deleting a resource that runs stops it.

Source
    ClusterLabs/pacemaker, lib/services/systemd.c (set_result_from_method_error)
    Apache HTTP Server 2.4: httpd does not start when one address in Listen is taken; run on
    Debian 12
    openstack/tripleo-heat-templates, 17c58a4b3 and the migration from Mitaka to Newton: resources
    of moved services are deleted, and constraints on them are pointed elsewhere
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding for all that is left over, and one for all that is still to be moved."""
    left_over: list[Primitive] = []
    to_move: list[Primitive] = []
    for primitives in view.control.primitives_by_unit.values():
        moved = [
            primitive
            for primitive in primitives
            if (controlled := view.control.controlled_by(primitive)) and controlled.moved
        ]
        (to_move if len(moved) == len(primitives) else left_over).extend(moved)
    if left_over:
        yield _left_over(view, sorted(left_over, key=lambda primitive: primitive.id))
    if to_move:
        yield _to_move(view, sorted(to_move, key=lambda primitive: primitive.id))


def _left_over(view: ClusterView, primitives: list[Primitive]) -> Finding:
    services = _services(view, primitives)
    return Finding(
        f"{_pairs(view, primitives)}, but the CIB already has"
        f" {join_some(_units(view, primitives))} for {join_some(services)}",
        "unmanage what is left over, and delete it with its constraints",
        primitives[0].at,
        services,
    )


def _to_move(view: ClusterView, primitives: list[Primitive]) -> Finding:
    services = _services(view, primitives)
    return Finding(
        f"{_pairs(view, primitives)}, but this layout serves {join_some(services)}"
        f" with {join_some(_units(view, primitives))}",
        "once the nodes have this layout, point the resources at its units,"
        " or delete those that the profile leaves to systemd",
        primitives[0].at,
        services,
        severity=Severity.RISK,
    )


def _pairs(view: ClusterView, primitives: list[Primitive]) -> str:
    return join_some(
        f"{primitive.id} controls {controlled.current_unit}"
        for primitive in primitives
        if (controlled := view.control.controlled_by(primitive))
    )


def _units(view: ClusterView, primitives: list[Primitive]) -> list[str]:
    return sorted(
        {
            controlled.unit
            for primitive in primitives
            if (controlled := view.control.controlled_by(primitive))
        }
    )


def _services(view: ClusterView, primitives: list[Primitive]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            service
            for primitive in primitives
            for service in view.control.services_of(primitive.id)
        )
    )


RULE = Rule(
    "dangling-service-resource", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB)
)
