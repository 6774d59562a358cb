"""An active/passive service shares an httpd instance with services that run on every node.

What it checks
    No unit is driven by a clone and by a resource that runs once; and where one resource drives an
    instance, its services have one mode.

Why it matters
    With a resource for each service, Pacemaker finds the active/passive one running wherever its neighbours are: it holds it for
    multiply active, stops the shared httpd on every node at once, and the others' monitors start it again. The service then
    runs on every node, and the status says one. With one resource for all it is the same or the opposite: as a clone it runs the
    active/passive service on every node; as a primitive it takes the other services from all nodes but one.

Instead
    A unit of its own for the active/passive service: `layout: per-service`, or a group of its own; or run it active/active if it can.

Source
    ClusterLabs/pacemaker, lib/pengine/native.c (native_add_running, multiple-active); "Pacemaker Explained", Resource Meta-Attributes
    Simulated with crm_simulate 2.1.5: an active/passive resource added to the unit of three clones stops it on three nodes
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some

_FIX = "give it an instance of its own: layout: per-service, or a group of its own"


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource that runs once, or for one that drives several services."""
    for unit in view.control.drivers:
        drivers = view.control.remaining_drivers(unit)
        met = overlap(view, drivers).certain
        clones = [one for one in met if view.placement.runs_on_many(one)]
        if clones:
            yield from _once(
                view, unit, [one for one in met if not view.placement.runs_on_many(one)], clones
            )
        if len(drivers) == 1:
            yield from _mixed(view, unit, drivers[0])


def _once(
    view: ClusterView, unit: str, once: list[Primitive], clones: list[Primitive]
) -> Iterator[Finding]:
    """What becomes of the resources that are to run once on the unit of *clones*."""
    neighbours = join_some(one.id for one in clones)
    services = tuple(service for one in clones for service in view.control.services_of(one.id))
    severity = conflict_or_risk(view, [one.id for one in (*once, *clones)])
    for one in once:
        if any(view.placement.may_share_node(one, other) for other in clones):
            yield Finding(
                f"{one.id} is to run on one node, but {neighbours} of the same {unit} on every node:"
                f" Pacemaker finds {one.id} active on all of them, and stops the unit there",
                _FIX,
                one.at,
                (*view.control.services_of(one.id), *services),
                severity=severity,
                question=Question("stop" if view.is_live else "add", one.id),
            )


def _mixed(view: ClusterView, unit: str, driver: Primitive) -> Iterator[Finding]:
    """What becomes of the services of an instance that one resource drives."""
    driven = view.control.controlled_by(driver)
    sites = driven.instance.sites if driven and driven.instance else ()
    once = [site.service for site in sites if site.mode == "active-passive"]
    always = [site.service for site in sites if site.mode != "active-passive"]
    if not once or not always or view.control.to_be_migrated(driver):
        return
    if view.placement.runs_on_many(driver):
        message = f"{join_some(once)} is active/passive, but {driver.outermost} runs its instance, {unit}, on every node"
        yield Finding(message, _FIX, driver.at, tuple(once))
    else:
        message = f"{join_some(always)} could run on every node, but shares {unit} with {join_some(once)} and so runs on one"
        yield Finding(message, _FIX, driver.at, tuple(always), severity=Severity.RISK)


RULE = Rule("ap-in-shared-instance", __doc__, Severity.CONFLICT, check)
