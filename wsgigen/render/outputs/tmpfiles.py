"""tmpfiles.d: how long logs are kept, and the directories that a service relies on."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan, Site
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """One file a site.

    mod_wsgi needs the home of its daemon processes, and systemd the directories of ReadWritePaths=, before the service can
    make any. What is there already keeps its mode and owner: a package, or a person, has made it.
    Source: systemd, man tmpfiles.d, "Mode" and "User, Group", the prefix ":".
    """
    platform = plan.platform
    if not platform.privileged:
        return
    for instance, site in plan.placed:
        content = render_template(
            "tmpfiles.words.j2", site=site, directories=_made(site), keep=plan.logs.keep
        )
        yield Artifact(
            platform.tmpfiles / f"wsgigen-{site.service}.conf", content, instance=instance.name
        )


def _made(site: Site) -> tuple[str, ...]:
    """What may have to be made: systemd-tmpfiles refuses a line for the root, which is there in any case."""
    return tuple(
        directory for directory in (str(site.daemon.home), *site.writable) if directory != "/"
    )


OUTPUT = Output("tmpfiles", render)
