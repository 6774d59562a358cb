"""The complete configuration of each dedicated httpd."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan, Slot
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import SLOT_HEADER
from wsgigen.render.syntax import Raw
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each dedicated instance; the platform's Apache has its own."""
    for instance in plan.instances:
        if instance.dedicated:
            content = render_template(
                "instance.apache.j2",
                plan=plan,
                platform=plan.platform,
                instance=instance,
                modules=tuple(_modules(plan, instance)),
                error_log=_error_log(plan, instance),
                run=_below_run(instance, ""),
                pid=_below_run(instance, "/httpd.pid"),
                session_cache=_below_run(instance, "/ssl(512000)", "shmcb:"),
                socket_prefix=_below_run(instance, "/wsgi"),
                slots=tuple(_conditions(instance.slots)),
                slot_header=SLOT_HEADER,
                ports=sorted({(site.port, bool(site.tls)) for site in instance.sites}),
                mime_types=plan.platform.mime_types,
            )
            yield Artifact(
                instance.config,
                content,
                instance=instance.name,
                on_change=f"{instance.verb} {instance.unit}",
            )


def _conditions(slots: tuple[Slot, ...]) -> Iterator[tuple[str, Slot]]:
    """Yield each slot with the condition of <IfDefine> under which httpd runs in it.

    Without -D httpd runs in the first: so do a start, and a person's `httpd -t`.
    """
    if slots:
        first, second = slots
        yield from ((Raw(f"!{second.name}"), first), (Raw(second.name), second))


def _below_run(instance: Instance, path: str, before: str = "") -> str:
    """Return what stands for *path* in the runtime directory of the slot that httpd runs in."""
    if instance.slots:
        return Raw(f"{before}{instance.run}/${{SLOT}}{path}")
    return f"{before}{instance.run}{path}"


def _error_log(plan: Plan, instance: Instance) -> str:
    if plan.platform.privileged:
        return f"syslog:daemon:wsgi-{instance.name}"
    return str(instance.logs / "httpd.log")


def _modules(plan: Plan, instance: Instance) -> Iterator[tuple[str, str]]:
    platform = plan.platform
    for name in instance.modules:
        if f"{name}_module" not in platform.static_modules:
            # The file of mod_wsgi may be in another directory.
            file = platform.wsgi_module if name == "wsgi" else f"mod_{name}.so"
            yield name, str(platform.modules_dir / file)


OUTPUT = Output("instance", render)
