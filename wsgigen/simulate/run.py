"""Scenario and CIB -> Transcript."""

from collections.abc import Iterator
from dataclasses import replace

from wsgigen.errors import Problem, UserError
from wsgigen.simulate.document import find_addressed, find_node, parse_cib, primitive_ids
from wsgigen.simulate.edit import after_question, prepared, without_resource
from wsgigen.simulate.history import BROKEN, MonitorResult, with_failures
from wsgigen.simulate.question import Action, Question
from wsgigen.simulate.reality import Reality
from wsgigen.simulate.replay import Replayed, Scheduler, replay
from wsgigen.simulate.scenario import Scenario
from wsgigen.simulate.transcript import Transcript, Verdict


def run(scenario: Scenario, xml: bytes, scheduler: Scheduler) -> Transcript:
    """Return what comes of *scenario* in the cluster of the CIB *xml*.

    The question is asked once all has come up there.

    A primitive whose unit is not in the scenario is taken at its word. Raises UserError when the
    CIB or the question cannot be used.
    """
    question, services = scenario.question, scenario.services
    if question.action is Action.ADD:
        xml = without_resource(xml, question.name)
    present = set(primitive_ids(parse_cib(xml)))
    units = {name: unit for name, unit in scenario.units.items() if name in present}
    start = replay(prepared(xml), Reality(units), (), services, scheduler)
    if start.verdict not in (Verdict.AGREE, Verdict.DIVERGE):
        return _before_question(scenario, start, scheduler)
    question = _with_node(question, start)
    failures = tuple(_failures(question, start)) if question.action is Action.FAIL else ()
    cib = with_failures(start.cib, failures) if failures else after_question(start.cib, question)
    end = replay(cib, _reality(question, start), failures, services, scheduler)
    diverged = start.verdict is Verdict.DIVERGE and end.verdict is Verdict.AGREE
    verdict = Verdict.DIVERGE if diverged else end.verdict
    notes = (*scenario.notes, *_notes(start, xml))
    return Transcript(question, scheduler.version, end.rounds, verdict, notes)


def _before_question(scenario: Scenario, start: Replayed, scheduler: Scheduler) -> Transcript:
    return Transcript(
        scenario.question,
        scheduler.version,
        start.rounds,
        start.verdict,
        scenario.notes,
        before_question=True,
    )


def _reality(question: Question, start: Replayed) -> Reality:
    if question.action is not Action.ADD:
        return start.reality
    units = {**start.reality.units, question.name: question.unit}
    return replace(start.reality, units=units)


def _with_node(question: Question, start: Replayed) -> Question:
    """Return the question with its node.

    Where none was given, it is the first that runs the resource.

    Raises UserError where the resource does not run there.
    """
    if question.action not in (Action.BAN, Action.FAIL):
        return question
    top = parse_cib(start.cib)
    inside = set(primitive_ids(find_addressed(top, question.name)))
    nodes = sorted(node for resource, node in start.outcome.after if resource in inside)
    if question.node:
        find_node(top, question.node)
    if not nodes or (question.node and question.node not in nodes):
        message = f"{question.name} does not run on {question.node or 'any node'}"
        raise UserError([Problem(message, f"it runs on: {', '.join(nodes) or 'none'}")])
    return replace(question, node=question.node or nodes[0])


def _failures(question: Question, start: Replayed) -> Iterator[MonitorResult]:
    """Return a failure of the resource's first recurring monitor on the node.

    Raises UserError when there is none.
    """
    inside = set(primitive_ids(find_addressed(parse_cib(start.cib), question.name)))
    for monitor in sorted(start.reality.monitors):
        if monitor.resource in inside and monitor.node == question.node:
            yield MonitorResult(*monitor, BROKEN)
            return
    message = f"{question.name} has no recurring monitor that could fail"
    raise UserError([Problem(message, "give it a monitor with an interval")])


def _notes(start: Replayed, xml: bytes) -> Iterator[str]:
    """Return what was not compared, and what was wrong at the start."""
    not_compared = [
        primitive
        for primitive in parse_cib(xml).iter("primitive")
        if primitive.get("class") != "stonith" and primitive.get("id") not in start.reality.units
    ]
    if not_compared:
        number = len(not_compared)
        yield f"taken at their word, as their unit is not known: {number} of the resources"
    for belief in start.rounds[-1].diverging:
        subject = f"{belief.resource} on {belief.node}"
        state = "to run, and does not" if belief.believed else "not to run, and does"
        yield f"{subject} is believed {state}, before the question is asked"
