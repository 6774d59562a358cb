"""The inventory of each instance, for packages: its unit, its packages, what changes require."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from wsgigen.plan.model import Instance, Plan
from wsgigen.plan.packages import packages
from wsgigen.render.artifact import Artifact
from wsgigen.render.probing import configtest


def inventories(plan: Plan, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """Yield one file for each instance, where there is systemd.

    A line is `KEY VALUE`; the scriptlets and dependency generators of packages read them.
    """
    if not plan.platform.privileged:
        return
    by_instance: dict[str, list[Artifact]] = {}
    for artifact in artifacts:
        by_instance.setdefault(artifact.instance, []).append(artifact)
    for instance in plan.instances:
        content = "".join(
            f"{line}\n" for line in _lines(plan, instance, by_instance.get(instance.name, ()))
        )
        yield Artifact(
            plan.platform.share / f"instances/{instance.name}", content, instance=instance.name
        )


def _lines(plan: Plan, instance: Instance, artifacts: Iterable[Artifact]) -> Iterator[str]:
    yield "# Written by wsgigen for packages: what they require, and what a changed file asks for."
    yield f"unit {instance.unit}"
    yield f"manager {instance.manager}"
    for site in instance.sites:
        yield f"service {site.service}"
    yield f"test {' '.join(configtest(plan, instance))}"
    for port in dict.fromkeys(site.port for site in instance.sites):
        yield f"port {port}"
    for address in dict.fromkeys(address for site in instance.sites for address in site.addresses):
        yield f"listen {address}"
    for name in packages(plan.platform, instance.sites):
        yield f"requires {name}"
    if instance.is_renewable:
        yield from (f"renew {path}" for path in _loaded(plan, instance))
        yield from (f"certificate {path}" for path in instance.certificates)
    for artifact in artifacts:
        if artifact.on_change:
            yield f"{artifact.on_change} {artifact.path}"


def _loaded(plan: Plan, instance: Instance) -> Iterator[PurePosixPath]:
    """Yield files and directories of other packages that *instance* has loaded while it runs.

    A service's Python package counts where the distribution's package brings it.
    """
    platform = plan.platform
    yield from (platform.httpd, platform.modules_dir)
    modules = (
        site.entry.application.module.partition(".")[0]
        for site in instance.sites
        if site.package and not site.daemon.venv
    )
    if platform.python_modules:
        yield from (platform.python_modules / module for module in dict.fromkeys(modules))
