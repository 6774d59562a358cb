"""Which primitives serve APIs, and which services those are, as far as the CIB, the profile and the catalogue tell."""

from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.plan.model import Instance, Site


def api_primitives(view: ClusterView) -> tuple[Primitive, ...]:
    """The primitives that are an httpd or a service of the catalogue, by their ids; daemons that only accompany a service are none."""
    return tuple(
        sorted((one for one in view.resources if _is_api(view, one)), key=lambda one: one.id)
    )


def served_services(view: ClusterView, primitive: Primitive) -> tuple[str, ...]:
    """The services that *primitive* serves; empty for an httpd that could serve anything."""
    found, what = view.control.controlled_by(primitive), catalog_entry(primitive)
    return (found.services if found else ()) or (
        (what.name,) if what and not what.companion else ()
    )


def planned_instance(view: ClusterView, primitive: Primitive) -> Instance | None:
    """The plan's instance that *primitive* starts and stops."""
    found = view.control.controlled_by(primitive)
    return found.instance if found else None


def planned_sites(view: ClusterView, primitive: Primitive) -> tuple[Site, ...]:
    """The plan's sites of the services that *primitive* serves."""
    names = served_services(view, primitive)
    return tuple(site for site in view.sites if site.service in names)


def _is_api(view: ClusterView, primitive: Primitive) -> bool:
    what = catalog_entry(primitive)
    return (
        is_httpd(primitive)
        or planned_instance(view, primitive) is not None
        or bool(what and not what.companion)
    )
