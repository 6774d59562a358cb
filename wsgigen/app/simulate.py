"""Asks Pacemaker's scheduler a question about the cluster of a profile."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from wsgigen.app.open import open_profile
from wsgigen.app.target import BuildTarget
from wsgigen.errors import attempt
from wsgigen.host import pacemaker
from wsgigen.simulate import question
from wsgigen.simulate.transcript import Transcript


def simulate(
    target: BuildTarget, cib: Path | None, asked: Mapping[str, str | None], node: str | None
) -> Transcript:
    """Return what comes of the one action that is *asked*, on *node* if one is named.

    Raises UserError for anything but one question, for a profile or a cluster that cannot be used,
    and where there is no crm_simulate.
    """
    chosen, scheduler = question.chosen(asked, node), pacemaker.simulator()
    opened = open_profile(target)
    cluster = opened.accept(attempt(partial(pacemaker.cluster, opened.profile, cib)))
    return pacemaker.ask(cluster, chosen, scheduler)
