"""The programs about all instances of a host: `upgrade` for packages, `status` for people."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import script
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield both programs; none where there is no systemd."""
    platform = plan.platform
    if platform.privileged:
        instances, probes = str(platform.share / "instances"), str(platform.share / "probes")
        yield Artifact(
            script(plan, "upgrade"),
            render_template("upgrade.python.j2", platform=platform, instances=instances),
            mode=0o755,
        )
        yield Artifact(
            script(plan, "status"),
            render_template(
                "status.python.j2", platform=platform, instances=instances, probes=probes
            ),
            mode=0o755,
        )


OUTPUT = Output("upgrade", render)
