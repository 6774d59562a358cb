"""Which primitives serve APIs, and which services those are, as far as the CIB, the profile and the catalogue tell."""

from wsgigen.cluster.catalog_entry import known
from wsgigen.cluster.view import Subject
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import is_httpd
from wsgigen.plan.model import Instance, Site


def apis(subject: Subject) -> tuple[Primitive, ...]:
    """The primitives that are an httpd or a service of the catalogue, by their ids; daemons that only accompany a service are none."""
    return tuple(
        sorted((one for one in subject.resources if _is_api(subject, one)), key=lambda one: one.id)
    )


def served(subject: Subject, primitive: Primitive) -> tuple[str, ...]:
    """The services that *primitive* serves; empty for an httpd that could serve anything."""
    found, what = subject.driven(primitive), known(primitive)
    return (found.services if found else ()) or (
        (what.name,) if what and not what.companion else ()
    )


def behind(subject: Subject, primitive: Primitive) -> Instance | None:
    """The plan's instance that *primitive* starts and stops."""
    found = subject.driven(primitive)
    return found.instance if found else None


def meant(subject: Subject, primitive: Primitive) -> tuple[Site, ...]:
    """The plan's sites of the services that *primitive* serves."""
    names = served(subject, primitive)
    return tuple(site for site in subject.sites if site.service in names)


def _is_api(subject: Subject, primitive: Primitive) -> bool:
    what = known(primitive)
    return (
        is_httpd(primitive)
        or behind(subject, primitive) is not None
        or bool(what and not what.companion)
    )
