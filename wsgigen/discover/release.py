"""What is installed, what the platform ships -> the OpenStack release that a profile begins with."""

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
    """Return the release that most of *installed* are of, else the one that the platform ships, else the newest that its Python runs.

    What runs from a virtual environment (*uses_venv*) is not what the platform ships.
    """
    known = [(one, one.release) for one in installed if one.release]
    if known:
        counts = Counter(name for _, name in known)
        name = min(counts, key=lambda each: (-counts[each], RELEASES.index(each or NEWEST)))
        why = next(one.source for one, each in known if each == name)
        others = (
            f"{one.service.name} is of OpenStack {each} ({one.source}), not of {name}"
            for one, each in known
            if each != name
        )
        return Release(name or NEWEST, why, tuple(others))
    if platform and platform.openstack and not uses_venv:
        return Release(platform.openstack, f"what {platform.title} ships")
    newest = _newest(platform)
    why = (
        "the newest that the platform's Python runs"
        if newest != NEWEST
        else "the newest that is known"
    )
    note = f"nothing here says which OpenStack release the services are of: {newest} is {why}; say another with --openstack RELEASE"
    return Release(newest, f"a guess: {why}", (note,))


def _newest(platform: Platform | None) -> str:
    able = (name for name in RELEASES if platform and platform.python >= OLDEST_PYTHON[name])
    return max(able, key=RELEASES.index, default=NEWEST)
