"""Looks on the host of a plan for what its services need."""

import os
import pwd
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from wsgigen.catalog.model import Application
from wsgigen.host import installed, modules
from wsgigen.host.search_path import search_path
from wsgigen.plan.model import Plan, Site
from wsgigen.render.render import render


def elsewhere(plan: Plan, site: Site) -> str:
    """Return why this machine is not the host of *site*; "" if it is.

    It is if it has the platform, and the account that the site runs as.
    """
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
    """Return the file of the module that the entrypoint of *site* imports.

    If it was not found: None, and what could contain it but was not looked into.
    """
    application, python = site.entry.application, plan.platform.python[:2]
    path = search_path(site, python)
    file = modules.find(application, path, python)
    top = modules.find(Application(application.module.partition(".")[0]), path, python)
    # A package with an __init__ is in one directory: what it lacks is nowhere else.
    decided = file or (top and top.is_file())
    return file, "" if decided else ", ".join(map(str, path.opaque))


def missing(plan: Plan, site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what *site* needs that neither exists nor is made by tmpfiles.d."""
    made = _made(plan)
    for key, path in _needed(site):
        if not os.path.exists(path) and PurePosixPath(path) not in made:
            yield f"{key} {path}"


def not_directories(site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what *site* needs as a directory and is none.

    systemd-tmpfiles warns of it and goes on, and systemd lets a unit write to a file, too.
    """
    for key, path in _needed(site):
        if key in ("home", "writable"):
            for above in (PurePosixPath(path), *PurePosixPath(path).parents):
                if os.path.exists(above) and not os.path.isdir(above):
                    yield f"{key} {path}" if str(above) == path else f"{key} {path} ({above})"


def hidden(site: Site) -> Iterator[str]:
    """Yield, as `key PATH`, what this user may not look at."""
    for key, path in _needed(site):
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        if any(os.path.isdir(parent) and not os.access(parent, os.X_OK) for parent in parents):
            yield f"{key} {path}"


def _needed(site: Site) -> Iterator[tuple[str, str]]:
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
    """Return the directories that tmpfiles.d makes, with their parents.

    Source: systemd, man tmpfiles.d: the types d and D make a directory, with its parents; `%%` is a
    percent sign
    """
    paths: set[PurePosixPath] = set()
    for artifact in render(plan):
        if artifact.path.parent == plan.platform.tmpfiles:
            for line in artifact.content.splitlines():
                if line.startswith(("d", "D")):
                    path = PurePosixPath(shlex.split(line)[1].replace("%%", "%"))
                    paths |= {path, *path.parents}
    return frozenset(paths)
