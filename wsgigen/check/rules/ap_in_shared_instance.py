"""An active/passive service shares an httpd with services that run on every node.

What it checks
    No unit is controlled by a clone and by a resource that runs once. Where one resource controls
    an instance, all services of the instance have the same mode.

Why it matters
    With a resource for each service, Pacemaker finds the active/passive service active wherever
    its neighbours run. It considers the service multiply active and stops the shared httpd on
    every node at once; then the monitors of the other services start it again. The service now
    runs on every node, and the status shows one. With one resource for all services, either the
    service or its neighbours run in the wrong places: a clone runs the active/passive service on
    every node, a primitive takes the other services off all nodes except for one.

Instead
    Give the active/passive service a unit of its own: `layout: per-service`, or a group of its
    own. Or run it active/active if it can.

Source
    ClusterLabs/pacemaker, lib/pengine/native.c (native_add_running, multiple-active);
    "Pacemaker Explained", Resource Meta-Attributes
    Simulated with crm_simulate 2.1.5: an active/passive resource that is added to the unit of
    three clones stops the unit on three nodes
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Mode
from wsgigen.check.rule import Finding, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some

_FIX = "set layout: per-service, or put the active/passive service into a group of its own"


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource that runs once, or that controls services of two modes."""
    for unit in view.control.primitives_by_unit:
        primitives = view.control.planned_primitives(unit)
        overlapping = overlap(view, primitives).certain
        clones = [primitive for primitive in overlapping if view.placement.runs_on_many(primitive)]
        once = [
            primitive for primitive in overlapping if not view.placement.runs_on_many(primitive)
        ]
        if clones:
            yield from _among_clones(view, unit, once, clones)
        if len(primitives) == 1:
            yield from _two_modes(view, unit, primitives[0])


def _among_clones(
    view: ClusterView, unit: str, once: list[Primitive], clones: list[Primitive]
) -> Iterator[Finding]:
    """Yield a finding for each resource of *once*, which *clones* run on every node."""
    neighbours = join_some(clone.id for clone in clones)
    services = tuple(service for clone in clones for service in view.control.services_of(clone.id))
    severity = conflict_or_risk(view, [primitive.id for primitive in (*once, *clones)])
    for primitive in once:
        if any(view.placement.may_share_node(primitive, clone) for clone in clones):
            yield Finding(
                f"{primitive.id} must run on one node, but {unit} also runs {neighbours} on every"
                f" node: Pacemaker finds {primitive.id} active on all of them,"
                f" and stops {unit} there",
                _FIX,
                primitive.at,
                (*view.control.services_of(primitive.id), *services),
                severity=severity,
                question=Question(Action.STOP if view.has_cib_file else Action.ADD, primitive.id),
            )


def _two_modes(view: ClusterView, unit: str, primitive: Primitive) -> Iterator[Finding]:
    """Yield a finding for the instance of *primitive* where its services have two modes."""
    controlled = view.control.controlled_by(primitive)
    sites = controlled.instance.sites if controlled and controlled.instance else ()
    once = [site.service for site in sites if site.mode is Mode.ACTIVE_PASSIVE]
    always = [site.service for site in sites if site.mode is not Mode.ACTIVE_PASSIVE]
    if not once or not always or view.control.to_be_migrated(primitive):
        return
    if view.placement.runs_on_many(primitive):
        message = (
            f"{primitive.outermost} runs {unit} on every node,"
            f" but {unit} serves the active/passive {join_some(once)}"
        )
        yield Finding(message, _FIX, primitive.at, tuple(once))
    else:
        message = (
            f"{unit} serves the active/passive {join_some(once)} and so runs on one node,"
            f" but {join_some(always)} could run on every node"
        )
        yield Finding(message, _FIX, primitive.at, tuple(always), severity=Severity.RISK)


RULE = Rule("ap-in-shared-instance", __doc__, Severity.CONFLICT, check)
