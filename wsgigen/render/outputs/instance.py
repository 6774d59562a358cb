"""The complete configuration of each dedicated httpd."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.slots import below_run, slot_values
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
                run=below_run(instance, ""),
                pid=below_run(instance, "/httpd.pid"),
                session_cache=below_run(instance, "/ssl(512000)", "shmcb:"),
                socket_prefix=below_run(instance, "/wsgi"),
                **slot_values(instance),
                mime_types=plan.platform.mime_types,
            )
            yield Artifact(
                instance.config,
                content,
                instance=instance.name,
                on_change=f"{instance.verb} {instance.unit}",
            )


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
