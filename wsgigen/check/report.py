"""Profile, CIB -> Report: every layout that the profile can have, each judged."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wsgigen.check.results import LayoutResult, Report
from wsgigen.check.rule import Rule
from wsgigen.check.run import check_layout
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.impact import impact
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin, Problem, UserError
from wsgigen.migrate.recommendation import divest
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.plan.releases import Installed
from wsgigen.plan.resolve import resolve
from wsgigen.profile.model import Profile
from wsgigen.profile.source import Source
from wsgigen.registry import every

#: The order in which people compare; other layouts follow.
_FIRST = ("single", "per-service")
_NO_GROUPS = Problem("grouped is left out: without groups it is the same as per-service")


def of_profile(
    profile: Profile,
    source: Source,
    asked: Mapping[str, Rule],
    *,
    layout: str | None = None,
    cib: Cib | None = None,
    installed: Mapping[str, Installed] | None = None,
) -> Report:
    """What the rules *asked* say of *profile* in every layout; chosen is *layout*, or the profile's own.

    Without *cib*, the cluster is the one that the profile describes; *installed* is what this machine has of the services, by name,
    and None where it is not one that the profile is for. Raises UserError when no layout can be had.
    """
    chosen = layout or profile.layout
    names = _layouts(profile, chosen)
    judgements = tuple(
        _judged(profile, source, asked, name, chosen, cib, installed) for name in names
    )
    report = Report(
        source.file,
        chosen,
        judgements,
        asked,
        cib=cib.file if cib else "",
        services=tuple(profile.services),
        notes=(*(cib.notes if cib else ()), *(() if "grouped" in names else (_NO_GROUPS,))),
    )
    if all(one.refused for one in judgements):
        resolve(arranged(profile, chosen))
    if cib and not report.chosen.refused:
        return _divested(report, ClusterView(profile, resolve(arranged(profile, chosen)), cib))
    return report


def of_cib(cib: Cib, asked: Mapping[str, Rule]) -> Report:
    """What the rules *asked* say of a cluster alone."""
    view = ClusterView(None, None, cib)
    judgement = check_layout(
        view, asked, lambda at: at if isinstance(at, Location) else Location(cib.file)
    )
    return _divested(Report(cib.file, "", (judgement,), asked, cib=cib.file, notes=cib.notes), view)


def _divested(report: Report, view: ClusterView) -> Report:
    """*report* with what the rule `divest-candidate` speaks of, resource by resource, if it was asked."""
    if "divest-candidate" not in report.rules:
        return report
    return replace(report, keepers=divest(view))


def _layouts(profile: Profile, chosen: str) -> tuple[str, ...]:
    """Those that mean something here. Raises UserError when *chosen* is not one that is known."""
    known = {one.name for one in every("wsgigen.plan.layouts", "LAYOUT")}
    names = (*(name for name in _FIRST if name in known), *sorted(known - set(_FIRST)))
    if chosen not in names:
        resolve(replace(profile, layout=chosen))
    return tuple(
        name for name in names if name != "grouped" or profile.groups or chosen == "grouped"
    )


def _judged(
    profile: Profile,
    source: Source,
    asked: Mapping[str, Rule],
    layout: str,
    chosen: str,
    cib: Cib | None,
    installed: Mapping[str, Installed] | None,
) -> LayoutResult:
    try:
        plan = resolve(arranged(profile, layout))
    except UserError as error:
        return LayoutResult(layout, refused=tuple(_placed(error, source)))
    view = ClusterView(
        replace(profile, layout=chosen),
        plan,
        cib or assume(plan, profile.cluster),
        installed=installed,
    )

    def location(at: Origin) -> Location:
        return at if isinstance(at, Location) else source.location(at)

    return replace(check_layout(view, asked, location), impact=impact(plan, profile.cluster))


def arranged(profile: Profile, layout: str) -> Profile:
    """*profile* in *layout*. Groups belong to one layout, and mean nothing in the others."""
    groups = profile.groups if layout in ("grouped", profile.layout) else {}
    return replace(profile, layout=layout, groups=groups)


def _placed(error: UserError, source: Source) -> Iterator[Problem]:
    for one in error.problems:
        yield replace(one, location=one.location or source.location(one.key))
