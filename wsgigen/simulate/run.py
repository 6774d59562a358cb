"""Question, CIB and what its resources really drive -> Transcript."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wsgigen.errors import Problem, UserError
from wsgigen.simulate import history
from wsgigen.simulate.document import addressed, node, parse, primitives
from wsgigen.simulate.edit import prepared, put, without
from wsgigen.simulate.history import BROKEN, Report
from wsgigen.simulate.question import ADD, BAN, FAIL, Question
from wsgigen.simulate.replay import Scheduler, Services, Settled, settle
from wsgigen.simulate.transcript import AGREE, PART, Transcript
from wsgigen.simulate.units import World


def prove(
    question: Question,
    xml: bytes,
    units: Mapping[str, str],
    services: Services,
    scheduler: Scheduler,
) -> Transcript:
    """What comes of *question* in the cluster of the CIB *xml* once all has come up there.

    *units* says which unit a primitive drives: two may drive one. A primitive that is not in it is taken at its
    word. *services* says what is behind a unit. Raises UserError when the CIB or the question cannot be used.
    """
    if question.action == ADD:
        xml = without(xml, question.name)
    known = set(primitives(parse(xml)))
    start = settle(
        prepared(xml),
        World({name: unit for name, unit in units.items() if name in known}),
        (),
        services,
        scheduler,
    )
    if start.verdict not in (AGREE, PART):
        return Transcript(question, scheduler.version, start.rounds, start.verdict, early=True)
    question = _placed(question, start)
    reports = tuple(_failures(question, start)) if question.action == FAIL else ()
    cib = history.fail(start.cib, reports) if reports else put(start.cib, question)
    world = (
        replace(start.world, units={**start.world.units, question.name: question.unit})
        if question.action == ADD
        else start.world
    )
    end = settle(cib, world, reports, services, scheduler)
    verdict = PART if start.verdict == PART and end.verdict == AGREE else end.verdict
    return Transcript(question, scheduler.version, end.rounds, verdict, tuple(_notes(start, xml)))


def _placed(question: Question, start: Settled) -> Question:
    """The question with its node; the first where the resource runs unless one was given."""
    if question.action not in (BAN, FAIL):
        return question
    top = parse(start.cib)
    inside = set(primitives(addressed(top, question.name)))
    runs = sorted(where for resource, where in start.outcome.after if resource in inside)
    if question.node:
        node(top, question.node)
    if not runs or (question.node and question.node not in runs):
        where = question.node or "any node"
        raise UserError(
            [
                Problem(
                    f"{question.name} does not run on {where}",
                    f"it runs on: {', '.join(runs) or 'none'}",
                )
            ]
        )
    return replace(question, node=question.node or runs[0])


def _failures(question: Question, start: Settled) -> Iterator[Report]:
    """The recurring monitors of the resource on the node, each broken. Raises UserError when there is none."""
    inside = set(primitives(addressed(parse(start.cib), question.name)))
    found = [
        one for one in sorted(start.world.monitors) if one[0] in inside and one[1] == question.node
    ]
    if not found:
        raise UserError(
            [
                Problem(
                    f"{question.name} has no recurring monitor that could fail",
                    "give it a monitor with an interval",
                )
            ]
        )
    for resource, where, interval in found[:1]:
        yield Report(resource, where, interval, BROKEN)


def _notes(start: Settled, xml: bytes) -> Iterator[str]:
    """What a reader must know: where nothing was compared, and what was wrong before the question."""
    trusted = [
        one.get("id")
        for one in parse(xml).iter("primitive")
        if one.get("class") != "stonith" and one.get("id") not in start.world.units
    ]
    if trusted:
        yield f"taken at their word, as their unit is not known: {len(trusted)} of the resources"
    for one in start.rounds[-1].parted:
        so = "believed to run, and does not" if one.believed else "believed not to run, and does"
        yield f"{one.resource} on {one.node} is {so}, before the question is put"
