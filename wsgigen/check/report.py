"""A profile, a CIB -> the report on every layout that the profile can have."""

from collections.abc import Container, Mapping
from dataclasses import replace
from functools import partial

from wsgigen.catalog.choices import LayoutName
from wsgigen.check.results import LayoutResult, Report
from wsgigen.check.rule import Rule
from wsgigen.check.run import check_layout
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.impact import Impact, impact
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin, Problem, Refusal, UserError
from wsgigen.files.below import FilesBelow
from wsgigen.migrate.recommendation import recommendations
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.plan.layout_plans import plan_layouts
from wsgigen.plan.model import Plan
from wsgigen.plan.releases import Installed
from wsgigen.profile.model import Profile
from wsgigen.profile.source import Source

_NO_GROUPS = Problem("grouped is left out: without groups it is the same as per-service")


def of_profile(
    profile: Profile,
    source: Source,
    asked: Mapping[str, Rule],
    *,
    layout: str | None = None,
    cib: Cib | None = None,
    installed: Mapping[str, Installed] | None = None,
    files: FilesBelow | None = None,
) -> Report:
    """Return what the rules *asked* say of *profile* in every layout.

    Chosen is *layout*, or the profile's own. Without *cib*, the cluster is the one that the profile
    describes. *installed* is what this machine has of the services, by name, and None where it is
    not one that the profile is for. *files* are those of a host. Raises UserError when no layout
    can be had.
    """
    chosen = layout or profile.layout
    plans = plan_layouts(profile, chosen)
    refusals = {name: plan for name, plan in plans.items() if isinstance(plan, Refusal)}
    if len(refusals) == len(plans):
        raise UserError(refusals[chosen].problems)
    view = partial(_view, replace(profile, layout=chosen), cib, installed, files)
    results = (
        _refused(layout, plan, source)
        if isinstance(plan, Refusal)
        else _judged(view(plan), impact(plan, profile.cluster), source, asked)
        for layout, plan in plans.items()
    )
    report = Report(
        source.file,
        chosen,
        tuple(results),
        asked,
        cib=cib.file if cib else "",
        services=tuple(profile.services),
        notes=_notes(cib, plans),
    )
    plan = plans[chosen]
    return _with_recommendations(report, view(plan)) if cib and isinstance(plan, Plan) else report


def _notes(cib: Cib | None, layouts: Container[str]) -> tuple[Problem, ...]:
    """Return what a reader should know of the cluster and of the layouts that are left out."""
    cluster = cib.notes if cib else ()
    return cluster if LayoutName.GROUPED in layouts else (*cluster, _NO_GROUPS)


def of_cib(cib: Cib, asked: Mapping[str, Rule]) -> Report:
    """Return what the rules *asked* say of a cluster alone."""

    def location(at: Origin) -> Location:
        return at if isinstance(at, Location) else Location(cib.file)

    view = ClusterView(None, None, cib)
    results = (check_layout(view, asked, location),)
    report = Report(cib.file, "", results, asked, cib=cib.file, notes=cib.notes)
    return _with_recommendations(report, view)


def _with_recommendations(report: Report, view: ClusterView) -> Report:
    """Return *report* with a recommendation for each resource, if `divest-candidate` was asked."""
    if "divest-candidate" not in report.rules:
        return report
    return replace(report, recommendations=recommendations(view))


def _view(
    profile: Profile,
    cib: Cib | None,
    installed: Mapping[str, Installed] | None,
    files: FilesBelow | None,
    plan: Plan,
) -> ClusterView:
    """Return *plan* in its cluster, or in the one that *profile* describes."""
    return ClusterView(profile, plan, cib or assume(plan, profile.cluster), installed, files)


def _judged(
    view: ClusterView, at_stake: Impact, source: Source, asked: Mapping[str, Rule]
) -> LayoutResult:
    def location(at: Origin) -> Location:
        return at if isinstance(at, Location) else source.location(at)

    return replace(check_layout(view, asked, location), impact=at_stake)


def _refused(layout: str, refusal: Refusal, source: Source) -> LayoutResult:
    return LayoutResult(
        layout,
        not_possible=tuple(
            replace(problem, location=problem.location or source.location(problem.key))
            for problem in refusal.problems
        ),
    )
