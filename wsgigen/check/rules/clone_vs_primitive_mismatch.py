"""A resource runs on more or on fewer nodes than its service can.

What it checks
    An active/passive service is no clone, unless of `clone-max=1`; an active/active one is a clone; and
    no clone of a systemd, service or lsb resource is promotable. The mode is that of the profile, else the catalogue's.

Why it matters
    A clone runs everywhere at once: two owners of what only one may own. A primitive of a service that could run everywhere makes
    every failure and every move an outage. A promotable clone of a unit Pacemaker ignores: such a resource cannot be
    promoted, so nothing is started, and all that is ordered after it neither.

Instead
    A clone for what is active/active, a primitive for what is active/passive, and promotion for OCF agents only.

Source
    "Pacemaker Explained", Collective Resources (Clones, Promotable Clones)
    ClusterLabs/pacemaker, lib/pengine/native.c (native_unpack); run with crm_verify 2.1.5: "is of type systemd and therefore cannot be
    used as a promotable clone resource", "Ignoring <clone> resource"
    The modes: OpenStack High Availability Guide, intro-os-ha-state; tripleo-heat-templates, beekhof/osp-ha-deploy
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """At most one finding a resource."""
    for primitive in view.resources:
        clone = view.cib.clones.get(primitive.clone or "")
        if clone and clone.promotable and primitive.standard in ("systemd", "service", "lsb"):
            yield Finding(
                f"{clone.id} is promotable, but {primitive.id} is of class {primitive.standard}: Pacemaker ignores the whole clone",
                "remove promotable from the clone's meta attributes",
                clone.at,
                view.control.services_of(primitive.id),
            )
        elif view.control.controlled_by(primitive):
            yield from _mode(view, primitive)


def _mode(view: ClusterView, primitive: Primitive) -> Iterator[Finding]:
    services, mode, ours = _known(view, primitive)
    if mode == "active-passive" and view.placement.runs_on_many(primitive):
        yield Finding(
            f"{join_some(services)} is active/passive, but {primitive.outermost} runs it on every node at once",
            f"make {primitive.id} a primitive without a clone, or set clone-max=1"
            + ("" if ours else "; if this one can run active/active as it is set up, accept this"),
            primitive.at,
            services,
            severity=Severity.CONFLICT if ours else Severity.RISK,
        )
    elif mode == "active-active" and not primitive.clone:
        yield Finding(
            f"{join_some(services)} can run on every node, but {primitive.id} is no clone: each failure and each move is an outage",
            f"clone {primitive.id}, or leave the service to systemd",
            primitive.at,
            services,
            severity=Severity.RISK,
        )


def _known(view: ClusterView, primitive: Primitive) -> tuple[tuple[str, ...], str | None, bool]:
    """What the resource serves, their mode if they have one in common, and whether the profile says so."""
    driven, found = view.control.controlled_by(primitive), catalog_entry(primitive)
    if driven and driven.instance:
        sites = [site for site in driven.instance.sites if site.service in driven.services]
        modes = {site.mode for site in sites}
        return driven.services, modes.pop() if len(modes) == 1 else None, True
    return ((found.name,), found.mode, False) if found else ((), None, False)


RULE = Rule("clone-vs-primitive-mismatch", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
