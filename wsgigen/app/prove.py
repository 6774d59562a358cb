"""Has Pacemaker's scheduler show the conflicts of a report."""

from functools import partial
from pathlib import Path

from wsgigen.check.results import Report
from wsgigen.host import pacemaker
from wsgigen.host.proof import proved
from wsgigen.plan.layout_plans import with_layout
from wsgigen.profile.model import Profile


def prove(report: Report, profile: Profile | None, cib: Path | None) -> Report:
    """Return *report* with what came of the question of each conflict in its layout.

    The cluster is that of *cib*, else the one that *profile* describes.
    """
    chosen = with_layout(profile, report.layout) if profile else None
    if cib:
        return proved(report, partial(pacemaker.existing, chosen, cib))
    return proved(report, partial(pacemaker.cluster, chosen, None)) if chosen else report
