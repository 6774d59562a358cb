"""Cib -> who should start and stop each of its resources.

systemd restarts what fails on its own machine, and a load balancer leaves out what does not answer:
a service that may run everywhere needs nothing more. Pacemaker keeps what has to be in one place,
or has to be started in an order that only Pacemaker keeps.
"""

from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.migrate.manager import RecommendedManager, recommended_manager
from wsgigen.migrate.relations import Relations, relations_by_resource, resource_of
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.record import record

#: If the primitives of a resource get different managers, the last of these wins.
_PRECEDENCE = (
    RecommendedManager.NOBODY,
    RecommendedManager.SYSTEMD,
    RecommendedManager.UNKNOWN,
    RecommendedManager.PACEMAKER,
)


@record
class Recommendation:
    """The manager that one resource should have: a clone, a bundle or a standalone primitive."""

    resource: str
    agent: str
    manager: RecommendedManager
    why: str
    at: Origin
    services: tuple[str, ...] = ()
    relations: Relations = Relations()

    @property
    def may_leave(self) -> bool:
        """Return whether the resource can be removed from the cluster."""
        return self.manager in (RecommendedManager.SYSTEMD, RecommendedManager.NOBODY)


def recommendations(view: ClusterView) -> tuple[Recommendation, ...]:
    """Return a recommendation for each resource except for fencing devices, by name."""
    members: dict[str, list[Primitive]] = {}
    for primitive in sorted(view.primitives, key=lambda primitive: primitive.id):
        members.setdefault(resource_of(primitive), []).append(primitive)
    by_resource = relations_by_resource(view)
    return tuple(
        _recommendation(view, resource, members[resource], by_resource[resource])
        for resource in sorted(members)
    )


def _recommendation(
    view: ClusterView, resource: str, members: list[Primitive], relations: Relations
) -> Recommendation:
    answers = [(primitive, *recommended_manager(view, primitive)) for primitive in members]
    primitive, manager, why = max(answers, key=lambda answer: _PRECEDENCE.index(answer[1]))
    services = view.control.services_of(resource)
    return Recommendation(
        resource, primitive.agent, manager, why, primitive.at, services, relations
    )
