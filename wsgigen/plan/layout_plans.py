"""Profile -> a plan, or a refusal, for each layout that it can have."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from wsgigen.catalog.choices import LayoutName
from wsgigen.errors import Refusal, attempt
from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import resolve
from wsgigen.profile.model import Profile
from wsgigen.registry import every

#: The order in which people compare; other layouts follow.
_FIRST = (LayoutName.SINGLE, LayoutName.PER_SERVICE)


def plan_layouts(profile: Profile, chosen: str) -> Mapping[str, Plan | Refusal]:
    """Return by layout the plan of *profile* in it, or why there is none.

    Layouts that mean nothing here are left out, unless they are *chosen*. Of a *chosen* layout
    that does not exist only the refusal is returned.
    """
    return {
        layout: attempt(partial(resolve, with_layout(profile, layout)))
        for layout in _layouts(profile, chosen)
    }


def with_layout(profile: Profile, layout: str) -> Profile:
    """Return *profile* in *layout*. Groups belong to one layout, and mean nothing in the others."""
    groups = profile.groups if layout in (LayoutName.GROUPED, profile.layout) else {}
    return replace(profile, layout=layout, groups=groups)


def _layouts(profile: Profile, chosen: str) -> tuple[str, ...]:
    names = {layout.name for layout in every("wsgigen.plan.layouts", "LAYOUT")}
    if chosen not in names:
        return (chosen,)
    ordered = (*(name for name in _FIRST if name in names), *sorted(names - set(_FIRST)))
    return tuple(
        name
        for name in ordered
        if name is not LayoutName.GROUPED or profile.groups or chosen == LayoutName.GROUPED
    )
