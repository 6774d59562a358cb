"""A service of the profile -> its daemon process group."""

from pathlib import PurePosixPath

from wsgigen.catalog.model import RELEASES
from wsgigen.plan.model import Daemon
from wsgigen.plan.wanted import ServiceInput


def daemon(wanted: ServiceInput) -> Daemon:
    """Return the group of *wanted*; it has no accounts if httpd itself is unprivileged."""
    request, facts, platform = wanted.request, wanted.facts, wanted.platform
    user = request.user or wanted.account.user
    if platform.privileged and not user:
        wanted.problem(
            f"the user that {wanted.name} runs as on {platform.name} is not known",
            "give its user",
            "user",
        )
    group = request.group or (request.user if request.user else wanted.account.group) or user
    venv = request.venv or wanted.profile.venv
    return Daemon(
        name=wanted.name,
        processes=request.processes,
        threads=_threads(wanted),
        user=(user or "") if platform.privileged else "",
        group=(group or "") if platform.privileged else "",
        supplementary_groups=request.supplementary_groups if platform.privileged else (),
        home=_home(wanted, user or ""),
        umask=request.umask,
        venv=PurePosixPath(venv) if venv else None,
        python_path=_python_path(wanted),
        header_buffer=facts.max_response_header,
    )


def _python_path(wanted: ServiceInput) -> tuple[str, ...]:
    """Return the python-path; run in place, the directory of the profile is part of it.

    Python finds modules next to a script in the same way.
    """
    path, directory = wanted.request.python_path, wanted.profile.directory
    if any(":" in name for name in path):
        wanted.problem(
            "python_path holds a colon, which separates its directories",
            "rename the directory",
            "python_path",
        )
    if wanted.platform.privileged or not directory or ":" in directory:
        return path
    return (*path, directory)


def _home(wanted: ServiceInput, user: str) -> PurePosixPath:
    if not wanted.platform.privileged:
        return wanted.platform.share
    home = wanted.request.home or f"/var/lib/{user}"
    if ":" in home:
        wanted.problem(
            "home holds a colon, which separates the fields of /etc/passwd",
            "rename the directory",
            "home",
        )
    return PurePosixPath(home)


def _threads(wanted: ServiceInput) -> int:
    release = wanted.profile.openstack or RELEASES[-1]
    catalogued = bool(wanted.facts.applications)
    threads = wanted.request.threads or (1 if catalogued else 5)
    for limit in wanted.facts.thread_limits:
        applies = release in RELEASES and RELEASES.index(release) <= RELEASES.index(limit.until)
        if applies and threads > limit.most and not wanted.request.application:
            wanted.problem(
                f"{wanted.name} with {threads} threads a process: {limit.why}",
                f"use at most {limit.most}, and more processes",
                "threads",
            )
    return threads
