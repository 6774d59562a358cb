"""Has Pacemaker's own scheduler show that a conflict is one; what could not be shown is said to be not run."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from wsgigen.check.results import Report, ReportedFinding
from wsgigen.check.rule import Severity
from wsgigen.errors import UserError
from wsgigen.host import pacemaker as crm
from wsgigen.simulate.question import Question, words
from wsgigen.simulate.question import Question as Put
from wsgigen.simulate.to_text import verdict


def proved(report: Report, cluster: Callable[[], crm.Cluster]) -> Report:
    """*report* with what came of the question of every conflict in the chosen layout; *cluster* is the one to ask about."""
    if not any(map(_asks, report.chosen.findings)):
        return report

    @cache
    def proof(question: Question) -> str:
        return _proof(question, cluster)

    said = tuple(
        replace(one, proof=proof(one.question)) if one.question and _asks(one) else one
        for one in report.chosen.findings
    )
    results = (
        replace(one, findings=said) if one is report.chosen else one for one in report.results
    )
    return replace(report, results=tuple(results))


def _asks(said: ReportedFinding) -> bool:
    return said.severity == Severity.CONFLICT and said.question is not None


def _proof(question: Question, cluster: Callable[[], crm.Cluster]) -> str:
    try:
        transcript = crm.ask(cluster(), Put(question.action, question.name), crm.simulator())
    except UserError as error:
        return f"not run: {error.problems[0].message.removesuffix(': proof not run')}"
    shown = "not shown" if transcript.agrees else "shown"
    return f"{shown} by crm_simulate {transcript.version}: {words(transcript.question)}: {verdict(transcript)}"
