"""The `.wsgi` file of each site: sets up what its service needs, then imports it."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.templates import render_template

#: Seconds after a failed import at which the next request has the process replaced.
_RETRY = 10
#: What part of its start's time a process waits at most while another one imports alone, as a
#: divisor. A judgement: an import that hangs must not keep all processes from it.
_PATIENCE = 2


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each site, in a directory with nothing else in it."""
    for instance, site in plan.placed:
        content = render_template(
            "entrypoint.python.j2",
            site=site,
            entry=site.entry,
            application=site.entry.application,
            retry=_RETRY,
            patience=max(1, site.timeouts.startup // _PATIENCE),
        )
        yield Artifact(
            site.script, content, instance=instance.name, on_change=f"reload {instance.unit}"
        )


OUTPUT = Output("entrypoint", render)
