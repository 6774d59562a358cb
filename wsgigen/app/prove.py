"""Has Pacemaker's scheduler show the conflicts of a report."""

from functools import partial
from pathlib import Path

from wsgigen.check.results import Report
from wsgigen.host.proof import with_proofs
from wsgigen.host.simulation import live_cluster, planned_cluster
from wsgigen.plan.layout_plans import with_layout
from wsgigen.profile.model import Profile


def prove(report: Report, profile: Profile | None, cib: Path | None) -> Report:
    """Return *report* with what came of the question of each conflict in its layout.

    The cluster is that of *cib*, else the one that *profile* describes.
    """
    chosen = with_layout(profile, report.layout) if profile else None
    if cib:
        return with_proofs(report, partial(live_cluster, chosen, cib))
    return with_proofs(report, partial(planned_cluster, chosen)) if chosen else report
