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

from wsgigen.check.model import Finding, Question, Rule, Severity, some
from wsgigen.cluster.overlap import meeting
from wsgigen.cluster.view import Subject
from wsgigen.pacemaker.cib.model import Primitive

_FIX = "give it an instance of its own: layout: per-service, or a group of its own"


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for each resource that runs once, or for one that drives several services."""
    for unit in subject.drivers:
        drivers = subject.staying(unit)
        met = meeting(subject, drivers).met
        clones = [one for one in met if subject.many(one)]
        if clones:
            yield from _once(subject, unit, [one for one in met if not subject.many(one)], clones)
        if len(drivers) == 1:
            yield from _mixed(subject, unit, drivers[0])


def _once(
    subject: Subject, unit: str, once: list[Primitive], clones: list[Primitive]
) -> Iterator[Finding]:
    """What becomes of the resources that are to run once on the unit of *clones*."""
    neighbours = some(one.id for one in clones)
    services = tuple(service for one in clones for service in subject.services(one.id))
    severity = subject.shown(one.id for one in (*once, *clones))
    for one in once:
        if any(subject.meet(one, other) for other in clones):
            yield Finding(
                f"{one.id} is to run on one node, but {neighbours} of the same {unit} on every node:"
                f" Pacemaker finds {one.id} active on all of them, and stops the unit there",
                _FIX,
                one.at,
                (*subject.services(one.id), *services),
                severity=severity,
                question=Question("stop" if subject.live else "add", one.id),
            )


def _mixed(subject: Subject, unit: str, driver: Primitive) -> Iterator[Finding]:
    """What becomes of the services of an instance that one resource drives."""
    driven = subject.driven(driver)
    sites = driven.instance.sites if driven and driven.instance else ()
    once = [site.service for site in sites if site.mode == "active-passive"]
    always = [site.service for site in sites if site.mode != "active-passive"]
    if not once or not always or subject.leaves(driver):
        return
    if subject.many(driver):
        message = f"{some(once)} is active/passive, but {driver.outermost} runs its instance, {unit}, on every node"
        yield Finding(message, _FIX, driver.at, tuple(once))
    else:
        message = f"{some(always)} could run on every node, but shares {unit} with {some(once)} and so runs on one"
        yield Finding(message, _FIX, driver.at, tuple(always), severity=Severity.RISK)


RULE = Rule("ap-in-shared-instance", __doc__, Severity.CONFLICT, check)
