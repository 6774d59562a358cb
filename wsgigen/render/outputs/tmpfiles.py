"""tmpfiles.d: how long logs are kept, and the home of an account that no package brings."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import fill


def render(plan: Plan) -> Iterator[Artifact]:
    """One file a site."""
    platform = plan.platform
    if not platform.privileged:
        return
    for instance, site in plan.placed:
        made = site.package is None and str(site.daemon.home) == f"/var/lib/{site.daemon.user}"
        content = fill("tmpfiles.words.j2", site=site, creates_home=made, keep=plan.logs.keep)
        yield Artifact(platform.tmpfiles / f"wsgigen-{site.service}.conf", content, instance=instance.name)


OUTPUT = Output("tmpfiles", render)
