"""A resource of the cluster drives a unit that serves nothing in this layout.

What it checks
    Every resource of a service that the profile has names the unit that the layout puts the service behind. Where no resource
    names that unit yet, the layout is not there: what is left to do is a risk. Where one does, the rest is left over.

Why it matters
    A service that moved leaves its unit empty or missing. A missing unit fails every start and monitor as not installed, and its
    stop succeeds; all that is ordered after it never starts. A unit that is still there takes the port, and the httpd that
    was to have it does not start at all, nor any other service in it.

Instead
    Point the resource at the new unit, or delete it: put it in unmanaged mode first, because deleting a resource that runs stops it.

Source
    ClusterLabs/pacemaker, lib/services/systemd.c (set_result_from_method_error)
    Apache HTTP Server 2.4: one address in Listen that is taken ends the start; run on Debian 12
    openstack/tripleo-heat-templates, 17c58a4b3 and the migration from Mitaka to Newton: resources of moved services are
    deleted, and constraints on them are pointed elsewhere
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for what is left over, and one for what is to be moved."""
    left: list[Primitive] = []
    ahead: list[Primitive] = []
    for drivers in view.control.drivers.values():
        moved = [
            one for one in drivers if (driven := view.control.controlled_by(one)) and driven.moved
        ]
        (ahead if len(moved) == len(drivers) else left).extend(moved)
    left.sort(key=lambda one: one.id)
    ahead.sort(key=lambda one: one.id)
    if left:
        yield Finding(
            f"{_pairs(view, left)}: left over, because {join_some(_units(view, left))} is in the CIB already",
            "unmanage what is left over, and delete it with its constraints",
            left[0].at,
            _services(view, left),
        )
    if ahead:
        yield Finding(
            f"{_pairs(view, ahead)}: this layout serves {join_some(_services(view, ahead))} by {join_some(_units(view, ahead))}",
            "when the layout is there, point the resources at its units, or delete those that systemd has",
            ahead[0].at,
            _services(view, ahead),
            severity=Severity.RISK,
        )


def _pairs(view: ClusterView, primitives: list[Primitive]) -> str:
    return join_some(
        f"{one.id} drives {driven.current_unit}"
        for one in primitives
        if (driven := view.control.controlled_by(one))
    )


def _units(view: ClusterView, primitives: list[Primitive]) -> list[str]:
    return sorted(
        {driven.unit for one in primitives if (driven := view.control.controlled_by(one))}
    )


def _services(view: ClusterView, primitives: list[Primitive]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(service for one in primitives for service in view.control.services_of(one.id))
    )


RULE = Rule(
    "dangling-service-resource", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE, Need.CIB)
)
