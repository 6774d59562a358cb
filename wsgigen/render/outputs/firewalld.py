"""The firewalld service of each site that does not listen on loopback alone."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan, Site
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each site, where the platform has firewalld.

    An administrator opens the service; no package does.
    """
    directory = plan.platform.firewalld
    for instance, site in plan.placed if directory else ():
        if directory and not _is_local(site):
            content = render_template(
                "firewalld.xml.j2", name=f"wsgi-{site.service}", title=site.title, port=site.port
            )
            yield Artifact(directory / f"wsgi-{site.service}.xml", content, instance=instance.name)


def _is_local(site: Site) -> bool:
    return all(address.startswith(("127.", "[::1]")) for address in site.addresses)


OUTPUT = Output("firewalld", render)
