"""Has Pacemaker's own scheduler show conflicts.

A proof that could not be had is said to be not run.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from wsgigen.check.results import Report, ReportedFinding
from wsgigen.check.rule import Severity
from wsgigen.errors import UserError
from wsgigen.host.pacemaker import simulator
from wsgigen.host.simulation import SimulatedCluster, simulate
from wsgigen.simulate.question import Question, describe
from wsgigen.simulate.to_text import summary


def with_proofs(report: Report, cluster: Callable[[], SimulatedCluster]) -> Report:
    """Return *report* with a proof of each conflict that has a question.

    Only conflicts in the chosen layout are shown.

    *cluster* returns the cluster to ask about; it is called only if there is a question.
    """
    if not any(map(_has_question, report.chosen.findings)):
        return report

    @cache
    def proof(question: Question) -> str:
        return _proof(question, cluster)

    findings = tuple(
        replace(finding, proof=proof(finding.question))
        if finding.question and _has_question(finding)
        else finding
        for finding in report.chosen.findings
    )
    results = (
        replace(result, findings=findings) if result is report.chosen else result
        for result in report.results
    )
    return replace(report, results=tuple(results))


def _has_question(finding: ReportedFinding) -> bool:
    return finding.severity == Severity.CONFLICT and finding.question is not None


def _proof(question: Question, cluster: Callable[[], SimulatedCluster]) -> str:
    try:
        transcript = simulate(cluster(), question, simulator())
    except UserError as error:
        return f"not run: {error.problems[0].message.removesuffix(': proof not run')}"
    shown = "not shown" if transcript.agrees else "shown"
    scheduler = f"crm_simulate {transcript.version}"
    return f"{shown} by {scheduler}: {describe(transcript.question)}: {summary(transcript)}"
