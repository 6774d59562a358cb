"""Verifies entrypoints: their syntax, their modules and the paths that they need."""

from collections.abc import Iterator
from pathlib import Path

from wsgigen.host import target
from wsgigen.host.venv import mismatched, version
from wsgigen.host.verify.result import FAILED, NOT_LOOKED_AT, NOT_RUN, OK, Verification
from wsgigen.plan.model import Plan, Site
from wsgigen.render.render import render


def verify_entrypoints(plan: Plan) -> Iterator[Verification]:
    """Verify each site's entrypoint: its module, virtual environment and paths.

    A site that this machine is not the host of is NOT_LOOKED_AT. No code of an application runs.
    """
    for artifact in render(plan):
        if artifact.path.suffix == ".wsgi":
            compile(artifact.content, str(artifact.path), "exec")
    mismatches = {problem.key[1]: problem.message for problem in mismatched(plan)}
    for site in plan.sites:
        elsewhere = target.elsewhere(plan, site)
        if elsewhere:
            yield Verification(f"entrypoint: {site.service}", NOT_LOOKED_AT, elsewhere)
        else:
            yield _module(plan, site)
            yield from _paths(plan, site)
        name = f"venv: {site.service}"
        if site.service in mismatches:
            yield Verification(name, FAILED, mismatches[site.service])
        elif elsewhere and site.daemon.venv and version(Path(site.daemon.venv)) is None:
            yield Verification(name, NOT_RUN, f"{site.daemon.venv} is not on this machine")


def _module(plan: Plan, site: Site) -> Verification:
    file, opaque = target.module(plan, site)
    name = f"entrypoint: {site.service}"
    if file:
        return Verification(name, OK, str(file))
    python = f"the Python of {site.daemon.venv or plan.platform.name}"
    places = [python, *([", ".join(site.daemon.python_path)] if site.daemon.python_path else [])]
    absent = f"{site.entry.application.module} is not in {' or in '.join(places)}"
    if opaque:
        reason = f"{absent}, as far as can be seen without running {opaque}"
        return Verification(name, NOT_LOOKED_AT, reason)
    return Verification(name, FAILED, absent)


def _paths(plan: Plan, site: Site) -> Iterator[Verification]:
    name = f"paths: {site.service}"
    hidden = set(target.hidden(site))
    missing = [path for path in target.missing(plan, site) if path not in hidden]
    not_directories = [path for path in target.not_directories(site) if path not in hidden]
    if missing:
        reason = f"not there, and made by nobody: {', '.join(missing)}"
        yield Verification(name, FAILED, reason)
    if not_directories:
        yield Verification(name, FAILED, f"not a directory: {', '.join(not_directories)}")
    if hidden:
        reason = f"you may not look at {', '.join(sorted(hidden))}"
        yield Verification(name, NOT_LOOKED_AT, reason)
    if not missing and not not_directories and not hidden:
        yield Verification(name, OK)
