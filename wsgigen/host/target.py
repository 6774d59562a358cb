"""Looks on the host that a plan is for: whether what its services rely on is there."""

import os
import pwd
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from wsgigen.catalog.model import Application
from wsgigen.host import installed, modules
from wsgigen.plan.model import Plan, Site
from wsgigen.render.render import render


def elsewhere(plan: Plan, site: Site) -> str:
    """Return why this machine is not where *site* runs; empty where it is: its platform, with the account that it runs as."""
    platform = plan.platform
    if not platform.privileged:
        return ""
    here = installed.platform_name()
    if here != platform.name:
        return f"this machine is {here or 'no platform that wsgigen knows'}, not {platform.name}"
    try:
        pwd.getpwnam(site.daemon.user)
    except KeyError:
        return f"the user {site.daemon.user} is not on this machine"
    return ""


def module(plan: Plan, site: Site) -> tuple[Path | None, str]:
    """Return where the module of *site*'s entrypoint comes from; or None, and why it may be somewhere else all the same."""
    application, python = site.entry.application, plan.platform.python[:2]
    path = modules.search_path(site, python)
    found = modules.find(application, path, python)
    first = modules.find(Application(application.module.partition(".")[0]), path, python)
    decided = found or (
        first and first.is_file()
    )  # what a package with an __init__ lacks, no other directory has
    return found, "" if decided else ", ".join(map(str, path.opaque))


def missing(plan: Plan, site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what *site* relies on and neither is here nor is made by tmpfiles.d."""
    made = _made(plan)
    for key, path in _relied_on(site):
        if not os.path.exists(path) and not any(
            one == PurePosixPath(path) or PurePosixPath(path) in one.parents for one in made
        ):
            yield f"{key} {path}"


def not_directories(site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what cannot be the directory that *site* takes it for.

    systemd-tmpfiles complains of it and goes on, and systemd lets a unit write to a file as well.
    """
    for key, path in _relied_on(site):
        if key in ("home", "writable"):
            for above in (PurePosixPath(path), *PurePosixPath(path).parents):
                if os.path.exists(above) and not os.path.isdir(above):
                    yield f"{key} {path}" if str(above) == path else f"{key} {path} ({above})"


def hidden(site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what this user may not look at."""
    for key, path in _relied_on(site):
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        if any(os.path.isdir(parent) and not os.access(parent, os.X_OK) for parent in parents):
            yield f"{key} {path}"


def _relied_on(site: Site) -> Iterator[tuple[str, str]]:
    daemon = site.daemon
    if daemon.user:
        yield "home", str(daemon.home)
    if daemon.venv:
        yield "venv", str(daemon.venv)
    yield from (("python_path", directory) for directory in daemon.python_path)
    yield from (("writable", directory) for directory in site.writable)
    yield from (("static", directory) for directory in site.static.values())
    if site.tls:
        yield "tls certificate", site.tls.certificate
        yield "tls key", site.tls.key
        if site.tls.client_ca:
            yield "tls client_ca", site.tls.client_ca


def _made(plan: Plan) -> frozenset[PurePosixPath]:
    """Return the directories that tmpfiles.d makes.

    Source: systemd, man tmpfiles.d: the types d and D make a directory, with its parents; `%%` is a percent sign
    """
    found: set[PurePosixPath] = set()
    for artifact in render(plan):
        if artifact.path.parent == plan.platform.tmpfiles:
            lines = [
                shlex.split(line)
                for line in artifact.content.splitlines()
                if line.startswith(("d", "D"))
            ]
            found |= {PurePosixPath(path.replace("%%", "%")) for _, path, *_ in lines}
    return frozenset(found)
