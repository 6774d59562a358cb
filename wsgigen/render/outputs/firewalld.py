"""firewalld's service of each site that others than this machine reach."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan, Site
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """One file a site, where the platform has firewalld; an administrator opens it, no package does."""
    directory = plan.platform.firewalld
    for instance, site in plan.placed if directory else ():
        if directory and not _local(site):
            content = render_template(
                "firewalld.xml.j2", name=f"wsgi-{site.service}", title=site.title, port=site.port
            )
            yield Artifact(directory / f"wsgi-{site.service}.xml", content, instance=instance.name)


def _local(site: Site) -> bool:
    return all(address.startswith(("127.", "[::1]")) for address in site.addresses)


OUTPUT = Output("firewalld", render)
