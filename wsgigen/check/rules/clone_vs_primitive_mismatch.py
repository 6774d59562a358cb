"""A resource runs on more or on fewer nodes than its service can.

What it checks
    An active/passive service is no clone, except for one with `clone-max=1`; an active/active
    service is a clone; and no clone of a systemd, service or lsb resource is promotable. The mode
    comes from the profile, else from the catalogue.

Why it matters
    A clone runs on every node at once: two owners of something that only one may own. A primitive
    of a service that could run on every node makes an outage of every failure and every move.
    Pacemaker ignores a promotable clone of a unit, because a unit cannot be promoted: it starts
    nothing of the clone, and nothing that is ordered after it.

Instead
    Use a clone for an active/active service, a primitive for an active/passive one, and promotion
    only for OCF agents.

Source
    "Pacemaker Explained", Collective Resources (Clones, Promotable Clones)
    ClusterLabs/pacemaker, lib/pengine/native.c (native_unpack); run with crm_verify 2.1.5: "is of
    type systemd and therefore cannot be used as a promotable clone resource", "Ignoring <clone>
    resource"
    The modes: OpenStack High Availability Guide, intro-os-ha-state; tripleo-heat-templates,
    beekhof/osp-ha-deploy
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding for each resource."""
    for primitive in view.primitives:
        clone = view.cib.clone_of(primitive)
        if clone and clone.promotable and primitive.standard in ("systemd", "service", "lsb"):
            yield Finding(
                f"{clone.id} is promotable, but {primitive.id} is of class {primitive.standard}:"
                " Pacemaker ignores the whole clone",
                "remove promotable from the clone's meta attributes",
                clone.at,
                view.control.services_of(primitive.id),
            )
        elif view.control.controlled_by(primitive):
            yield from _mode(view, primitive)


def _mode(view: ClusterView, primitive: Primitive) -> Iterator[Finding]:
    services, mode, from_profile = _served(view, primitive)
    if mode is Mode.ACTIVE_PASSIVE and view.placement.runs_on_many(primitive):
        yield Finding(
            f"{primitive.outermost} runs the active/passive {join_some(services)}"
            " on every node at once",
            f"make {primitive.id} a primitive without a clone, or set clone-max=1"
            + ("" if from_profile else "; if it is set up to run active/active, accept this"),
            primitive.at,
            services,
            severity=Severity.CONFLICT if from_profile else Severity.RISK,
        )
    elif mode is Mode.ACTIVE_ACTIVE and not primitive.clone:
        yield Finding(
            f"{primitive.id} is no clone, although {join_some(services)} can run on every node:"
            " each failure and each move is an outage",
            f"clone {primitive.id}, or leave the service to systemd",
            primitive.at,
            services,
            severity=Severity.RISK,
        )


def _served(view: ClusterView, primitive: Primitive) -> tuple[tuple[str, ...], str | None, bool]:
    """Return the services of *primitive*, their common mode, and whether it is the profile's."""
    controlled, entry = view.control.controlled_by(primitive), catalog_entry(primitive)
    if controlled and controlled.instance:
        sites = [site for site in controlled.instance.sites if site.service in controlled.services]
        modes = {site.mode for site in sites}
        return controlled.services, modes.pop() if len(modes) == 1 else None, True
    return ((entry.name,), entry.mode, False) if entry else ((), None, False)


RULE = Rule("clone-vs-primitive-mismatch", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
