"""The `.wsgi` file of each site: sets up what its service needs, then imports it."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template

#: Seconds after which a request has a process replaced whose application could not be imported.
_RETRY = 10


def render(plan: Plan) -> Iterator[Artifact]:
    """One file a site, in a directory that holds nothing else."""
    for instance, site in plan.placed:
        content = render_template(
            "entrypoint.python.j2",
            site=site,
            entry=site.entry,
            application=site.entry.application,
            retry=_RETRY,
        )
        yield Artifact(site.script, content, instance=instance.name, then=f"reload {instance.unit}")


OUTPUT = Output("entrypoint", render)
