"""What a package has to know of an instance: its unit, its packages, and what a change of a file asks for."""

from collections.abc import Iterable, Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.plan.packages import packages
from wsgigen.render.artifact import Artifact
from wsgigen.render.probing import configtest


def inventories(plan: Plan, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """One file an instance, where there is systemd: `KEY VALUE` a line, which scriptlets and dependency generators read."""
    if not plan.platform.privileged:
        return
    own: dict[str, list[Artifact]] = {}
    for artifact in artifacts:
        own.setdefault(artifact.instance, []).append(artifact)
    for instance in plan.instances:
        content = "".join(
            f"{line}\n" for line in _lines(plan, instance, own.get(instance.name, ()))
        )
        yield Artifact(
            plan.platform.share / f"instances/{instance.name}", content, instance=instance.name
        )


def _lines(plan: Plan, instance: Instance, own: Iterable[Artifact]) -> Iterator[str]:
    yield "# Written by wsgigen for packages: what they require, and what a changed file asks for."
    yield f"unit {instance.unit}"
    yield f"manager {instance.manager}"
    for site in instance.sites:
        yield f"service {site.service}"
    yield f"test {' '.join(configtest(plan, instance))}"
    for port in dict.fromkeys(site.port for site in instance.sites):
        yield f"port {port}"
    for name in packages(plan.platform, instance.sites):
        yield f"requires {name}"
    for artifact in own:
        if artifact.then:
            yield f"{artifact.then} {artifact.path}"
