"""Which primitives serve APIs, and which services those are.

The CIB, the profile and the catalogue tell, as far as they can.
"""

from wsgigen.cluster.catalog_entry import Identity, catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.plan.model import Instance, Site


def api_primitives(view: ClusterView) -> tuple[Primitive, ...]:
    """Return the primitives that are an httpd or a service of the catalogue.

    Daemons that only accompany a service are left out.
    """
    primitives = (primitive for primitive in view.primitives if _serves_api(view, primitive))
    return tuple(sorted(primitives, key=lambda primitive: primitive.id))


def served_services(view: ClusterView, primitive: Primitive) -> tuple[str, ...]:
    """Return the services that *primitive* serves.

    None for an httpd that could serve anything.
    """
    controlled = view.control.controlled_by(primitive)
    if controlled and controlled.services:
        return controlled.services
    identity = _service_identity(primitive)
    return (identity.name,) if identity else ()


def planned_instance(view: ClusterView, primitive: Primitive) -> Instance | None:
    """Return the plan's instance that *primitive* starts and stops."""
    controlled = view.control.controlled_by(primitive)
    return controlled.instance if controlled else None


def planned_sites(view: ClusterView, primitive: Primitive) -> tuple[Site, ...]:
    """Return the plan's sites of the services that *primitive* serves."""
    services = served_services(view, primitive)
    return tuple(site for site in view.sites if site.service in services)


def _serves_api(view: ClusterView, primitive: Primitive) -> bool:
    return (
        is_httpd(primitive)
        or planned_instance(view, primitive) is not None
        or _service_identity(primitive) is not None
    )


def _service_identity(primitive: Primitive) -> Identity | None:
    identity = catalog_entry(primitive)
    return None if identity is None or identity.companion else identity
