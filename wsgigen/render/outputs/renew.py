"""Takes in what is replaced under a running httpd: the program `renew`, and what calls it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.probing import script
from wsgigen.render.templates import render_template

#: Seconds from the first changed file of a certificate until all of them are taken in.
_PAUSE = 5
_SHELL = PurePosixPath("/bin/sh")


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield the program and its unit, and what watches the certificates of a handover's instances.

    Pacemaker's units are left to it, and the platform's own Apache to the platform's packages.
    """
    platform, program = plan.platform, script(plan, "renew")
    if not platform.privileged:
        return
    inventories = str(platform.share / "instances")
    content = render_template("renew.python.j2", platform=platform, instances=inventories)
    yield Artifact(program, content, mode=0o755)
    content = render_template("renew.unit.j2", command=(str(program), "marked"))
    yield Artifact(platform.units / "wsgi-renew.service", content)
    for instance in plan.instances:
        if not instance.is_renewable:
            continue
        if instance.certificates:
            yield from _watch(plan, instance)
        if platform.needrestart:
            content = render_template("needrestart.words.j2", shell=_SHELL, instance=instance)
            path = platform.needrestart / instance.unit
            yield Artifact(path, content, mode=0o755, instance=instance.name)


def _watch(plan: Plan, instance: Instance) -> Iterator[Artifact]:
    """Yield what marks an instance when a certificate or a key changes.

    systemd misses it now and then if a watched link leads to another file from then on, so it
    watches the directories, and these alone; another file there marks nothing.
    Source: tried on hosts with systemd 252 and 257.
    """
    name = f"wsgi-certificates@{instance.name}"
    directories = dict.fromkeys(str(PurePosixPath(path).parent) for path in instance.certificates)
    content = render_template(
        "certificates-path.unit.j2", instance=instance, directories=tuple(directories)
    )
    path = f"{name}.path"
    yield Artifact(
        plan.platform.units / path, content, instance=instance.name, on_change=f"restart {path}"
    )
    content = render_template(
        "certificates-service.unit.j2",
        instance=instance,
        pause=_PAUSE,
        command=(str(script(plan, "renew")), "mark", "--certificates", instance.name),
    )
    yield Artifact(plan.platform.units / f"{name}.service", content, instance=instance.name)


OUTPUT = Output("renew", render)
