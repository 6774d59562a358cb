"""Asks Pacemaker's scheduler a question about the cluster of a profile."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from wsgigen.app.open import open_profile
from wsgigen.app.target import BuildTarget
from wsgigen.errors import attempt
from wsgigen.host import simulation
from wsgigen.host.pacemaker import simulator
from wsgigen.simulate.question import single_question
from wsgigen.simulate.transcript import Transcript


def simulate(
    target: BuildTarget, cib: Path | None, names: Mapping[str, str | None], node: str | None
) -> Transcript:
    """Return what comes of the one action in *names* with a name, on *node* if one is given.

    Raises UserError for anything but one question, for a profile or a cluster that cannot be used,
    and where there is no crm_simulate.
    """
    question, scheduler = single_question(names, node), simulator()
    opened = open_profile(target)
    make = (
        partial(simulation.live_cluster, opened.profile, cib)
        if cib
        else partial(simulation.planned_cluster, opened.profile)
    )
    return simulation.simulate(opened.accept(attempt(make)), question, scheduler)
