"""The program that packages call around an upgrade: restarts what must be restarted."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.probing import script
from wsgigen.render.templates import fill


def render(plan: Plan) -> Iterator[Artifact]:
    """Nothing where there is no systemd."""
    platform = plan.platform
    if platform.privileged:
        content = fill("upgrade.python.j2", platform=platform, instances=str(platform.share / "instances"))
        yield Artifact(script(plan, "upgrade"), content, mode=0o755)


OUTPUT = Output("upgrade", render)
