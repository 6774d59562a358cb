"""The complete configuration of each httpd of wsgigen's own."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """One file an instance; the platform's own Apache has none."""
    for instance in plan.instances:
        if instance.own:
            content = render_template(
                "instance.apache.j2",
                plan=plan,
                platform=plan.platform,
                instance=instance,
                modules=tuple(_modules(plan, instance)),
                error_log=f"syslog:daemon:wsgi-{instance.name}"
                if plan.platform.privileged
                else instance.logs / "httpd.log",
                session_cache=f"shmcb:{instance.run}/ssl(512000)",
                socket_prefix=f"{instance.run}/wsgi",
                mime_types=plan.platform.mime_types,
            )
            yield Artifact(
                instance.config, content, instance=instance.name, then=f"restart {instance.unit}"
            )


def _modules(plan: Plan, instance: Instance) -> Iterator[tuple[str, str]]:
    platform = plan.platform
    for name in instance.modules:
        if f"{name}_module" not in platform.static_modules:
            wsgi = name == "wsgi"  # whose file may be elsewhere
            yield (
                name,
                str(platform.modules_dir / platform.wsgi_module)
                if wsgi
                else f"{platform.modules_dir}/mod_{name}.so",
            )


OUTPUT = Output("instance", render)
