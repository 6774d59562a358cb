"""The server-level file of the platform's Apache, and on Debian the links that enable it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.plan.instances import SLOT_NAMES
from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import script
from wsgigen.render.slots import below_run, slot_values
from wsgigen.render.templates import render_template

_SHELL = PurePosixPath("/bin/sh")
#: Modules of Debian that come with a file NAME.conf. Source: apache2 2.4, mods-available.
_WITH_CONF = ("ssl", "mime", "alias")


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield the files of the layout `single`, and the program that all such instances run as."""
    if plan.platform.privileged and plan.platform.httpd_environment:
        yield _launcher(plan)
    for instance in plan.instances:
        if not instance.dedicated:
            yield from _shared(plan, instance)


def _shared(plan: Plan, instance: Instance) -> Iterator[Artifact]:
    change = f"{instance.verb} {instance.unit}"
    content = render_template(
        "server.apache.j2",
        plan=plan,
        platform=plan.platform,
        instance=instance,
        modules=[(name, str(_module_file(plan, name))) for name in _loaded(plan, instance)],
        socket_prefix=below_run(instance, "/wsgi"),
        **slot_values(instance),
    )
    for path, link in _links(plan, instance):
        yield Artifact(path, link=link, instance=instance.name, on_change=change)
    yield Artifact(instance.config, content, instance=instance.name, on_change=change)
    for file in (instance.config, *(site.vhost for site in instance.sites)):
        directory = file.parent.name
        if directory.endswith("-available"):
            enabled = file.parent.with_name(directory.replace("-available", "-enabled"))
            link = f"../{directory}/{file.name}"
            path = enabled / file.name
            yield Artifact(path, link=link, instance=instance.name, on_change=change)


def _launcher(plan: Plan) -> Artifact:
    """Return the program that becomes httpd: a second one cannot be started by apachectl."""
    first, second = SLOT_NAMES
    content = render_template(
        "httpd.words.j2", shell=_SHELL, platform=plan.platform, first=first, second=second
    )
    return Artifact(script(plan, "httpd"), content, mode=0o755)


def _missing(plan: Plan, instance: Instance) -> list[str]:
    """Return the modules that the platform's Apache neither contains nor loads by itself."""
    there = plan.platform.static_modules | plan.platform.enabled_modules
    return [
        name for name in instance.modules if f"{name}_module" not in there and not _is_mpm(name)
    ]


def _loaded(plan: Plan, instance: Instance) -> list[str]:
    """Return the modules that the server-level file loads, if nothing else has loaded them.

    Where modules are enabled by links, those of other packages' postinst may be absent: that of
    mod_wsgi makes none if it is configured before apache2.
    """
    platform = plan.platform
    if platform.enabled_modules_dir is None:
        return _missing(plan, instance)
    enabled = platform.enabled_modules
    return [name for name in instance.modules if f"{name}_module" in enabled and not _is_mpm(name)]


def _links(plan: Plan, instance: Instance) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield the path and the target of each link that enables a missing module."""
    directory = plan.platform.enabled_modules_dir
    if directory is not None:
        for name in _missing(plan, instance):
            for suffix in ("load", "conf") if name in _WITH_CONF else ("load",):
                yield directory / f"{name}.{suffix}", f"../mods-available/{name}.{suffix}"


def _module_file(plan: Plan, name: str) -> PurePosixPath:
    platform = plan.platform
    file = platform.wsgi_module if name == "wsgi" else f"mod_{name}.so"
    return platform.modules_dir / file


def _is_mpm(name: str) -> bool:
    return name.startswith("mpm_")


OUTPUT = Output("server", render)
