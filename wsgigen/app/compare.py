"""Compares the layouts of a profile."""

from functools import partial
from pathlib import Path

from wsgigen.app.cluster import load_cluster
from wsgigen.app.open import open_profile
from wsgigen.app.target import BuildTarget
from wsgigen.check.report import of_profile
from wsgigen.check.results import Report
from wsgigen.check.run import rules
from wsgigen.errors import attempt
from wsgigen.host.installed import installed_of


def compare(target: BuildTarget, cib: Path | None) -> Report:
    """Return the report on *target* in every layout, in the cluster of *cib* if there is one.

    Raises UserError for a profile or a cluster that cannot be used.
    """
    cluster = load_cluster(cib)
    opened = open_profile(target)
    profile = opened.profile
    made = partial(
        of_profile,
        profile,
        opened.source,
        rules(),
        cib=cluster,
        installed=installed_of(profile),
    )
    return opened.accept(attempt(made))
