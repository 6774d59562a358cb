"""What the platform's own Apache needs at server level: one file, and on Debian the links that enable it all."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Files of the layout `single` only."""
    for instance in plan.instances:
        if not instance.own:
            yield from _shared(plan, instance)


def _shared(plan: Plan, instance: Instance) -> Iterator[Artifact]:
    platform, then = plan.platform, f"restart {instance.unit}"
    missing = [
        name
        for name in instance.modules
        if not {f"{name}_module"} & (platform.static_modules | platform.enabled_modules)
        and not name.startswith("mpm_")
    ]
    loaded = missing
    if platform.enabled_modules_dir is not None:
        # Links of other packages' postinst may be absent: mod_wsgi's makes none where it is configured before apache2.
        loaded = [
            name
            for name in instance.modules
            if f"{name}_module" in platform.enabled_modules and not name.startswith("mpm_")
        ]
        for name in missing:
            for suffix in ("load", "conf") if name in ("ssl", "mime", "alias") else ("load",):
                path, link = (
                    platform.enabled_modules_dir / f"{name}.{suffix}",
                    f"../mods-available/{name}.{suffix}",
                )
                yield Artifact(path, link=link, instance=instance.name, then=then)
    modules = [
        (
            name,
            str(
                platform.modules_dir
                / (platform.wsgi_module if name == "wsgi" else f"mod_{name}.so")
            ),
        )
        for name in loaded
    ]
    content = render_template(
        "server.apache.j2",
        plan=plan,
        platform=platform,
        instance=instance,
        modules=modules,
        socket_prefix=instance.run / "wsgi",
    )
    yield Artifact(instance.config, content, instance=instance.name, then=then)
    for file in (instance.config, *(site.vhost for site in instance.sites)):
        if file.parent.name.endswith("-available"):
            enabled = file.parent.with_name(file.parent.name.replace("-available", "-enabled"))
            yield Artifact(
                enabled / file.name,
                link=f"../{file.parent.name}/{file.name}",
                instance=instance.name,
                then=then,
            )


OUTPUT = Output("server", render)
