"""Installed packages, and those that a platform ships -> the OpenStack release."""

from collections import Counter
from collections.abc import Iterable

from wsgigen.catalog.model import NEWEST, OLDEST_PYTHON, RELEASES, Platform
from wsgigen.plan.releases import Installed
from wsgigen.record import record


@record
class Release:
    """The OpenStack release to begin with, what says so, and what a person should know about it."""

    name: str
    why: str
    notes: tuple[str, ...] = ()


def release(
    platform: Platform | None, installed: Iterable[Installed], *, uses_venv: bool = False
) -> Release:
    """Return the release that most of *installed* are of.

    If nothing tells, it is the release that the platform ships, else the newest that its Python
    runs. What runs from a virtual environment (*uses_venv*) is not what the platform ships.
    """
    if releases := [(service, service.release) for service in installed if service.release]:
        return _most_common(releases)
    if platform and platform.openstack and not uses_venv:
        return Release(platform.openstack, f"what {platform.title} ships")
    newest = _newest(platform)
    is_limited = newest != NEWEST
    limit = "that the platform's Python runs" if is_limited else "that is known"
    why = f"the newest {limit}"
    note = (
        f"nothing here says which OpenStack release the services are of: {newest} is {why}; "
        "say another with --openstack RELEASE"
    )
    return Release(newest, f"a guess: {why}", (note,))


def _most_common(releases: list[tuple[Installed, str]]) -> Release:
    """Return the release that most services are of, of two the older, and notes on the others."""
    counts = Counter(name for _, name in releases)
    name = min(counts, key=lambda name: (-counts[name], RELEASES.index(name)))
    why = next(service.source for service, release in releases if release == name)
    notes = (
        f"{service.service.name} is of OpenStack {release} ({service.source}), not of {name}"
        for service, release in releases
        if release != name
    )
    return Release(name, why, tuple(notes))


def _newest(platform: Platform | None) -> str:
    """Return the newest release that the Python of *platform* runs."""
    able = (name for name in RELEASES if platform and platform.python >= OLDEST_PYTHON[name])
    return max(able, key=RELEASES.index, default=NEWEST)
