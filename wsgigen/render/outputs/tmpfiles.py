"""tmpfiles.d: how long logs are kept, and the directories that a service needs."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each site.

    mod_wsgi needs the home of its daemon processes, and systemd the directories of ReadWritePaths=,
    before the service runs. A directory that exists keeps its mode and owner, which a package or a
    person has chosen.
    Source: systemd, man tmpfiles.d, "Mode" and "User, Group", the prefix ":".
    """
    platform = plan.platform
    if not platform.privileged:
        return
    for instance, site in plan.placed:
        content = render_template(
            "tmpfiles.words.j2", site=site, directories=site.directories, keep=plan.logs.keep
        )
        yield Artifact(
            platform.tmpfiles / f"wsgigen-{site.service}.conf", content, instance=instance.name
        )


OUTPUT = Output("tmpfiles", render)
