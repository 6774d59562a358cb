"""Asks Pacemaker's scheduler about a profile's cluster, or the one of a CIB."""

from dataclasses import replace
from pathlib import Path

from wsgigen.cluster.assumed import assume
from wsgigen.cluster.view import ClusterView
from wsgigen.host.pacemaker import Simulator, passes_crm_verify
from wsgigen.pacemaker.cib.document import read_document
from wsgigen.pacemaker.cib.load import interpret
from wsgigen.pacemaker.cib.render import render_cib
from wsgigen.pacemaker.cib.to_xml import to_xml
from wsgigen.plan.resolve import resolve
from wsgigen.profile.model import Profile
from wsgigen.record import record
from wsgigen.simulate.question import Question
from wsgigen.simulate.run import run
from wsgigen.simulate.scenario import scenario, under_pacemaker
from wsgigen.simulate.transcript import Transcript, Verdict


@record
class SimulatedCluster:
    """A profile in one layout and its cluster's CIB, both as a view and as XML."""

    view: ClusterView
    xml: bytes
    notes: tuple[str, ...] = ()


def planned_cluster(profile: Profile) -> SimulatedCluster:
    """Return the cluster that *profile* describes.

    Raises UserError when it cannot be used.
    """
    profile, notes = under_pacemaker(profile)
    plan = resolve(profile)
    cib = assume(plan, profile.cluster)
    return SimulatedCluster(ClusterView(profile, plan, cib), render_cib(cib), notes)


def live_cluster(profile: Profile | None, path: Path) -> SimulatedCluster:
    """Return the cluster of the CIB at *path*.

    Raises UserError when it, or *profile*, cannot be used.
    """
    source = read_document(path)
    plan = resolve(profile) if profile else None
    return SimulatedCluster(ClusterView(profile, plan, interpret(source)), to_xml(source))


def simulate(cluster: SimulatedCluster, question: Question, scheduler: Simulator) -> Transcript:
    """Return what comes of *question*. Raises UserError when it cannot be asked."""
    transcript = run(scenario(cluster.view, question), cluster.xml, scheduler)
    notes = (*cluster.notes, *transcript.notes)
    if transcript.verdict is Verdict.INVALID and passes_crm_verify(cluster.xml):
        notes = (*notes, "crm_verify has nothing to say of this configuration")
    return replace(transcript, notes=notes)
