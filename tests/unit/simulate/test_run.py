"""The transcripts of questions, with recorded answers of crm_simulate."""

import pytest

from wsgigen.errors import UserError
from wsgigen.pacemaker.cib.render import render_cib
from wsgigen.simulate.history import MonitorResult
from wsgigen.simulate.question import Action, Question
from wsgigen.simulate.run import run
from wsgigen.simulate.scenario import Scenario
from wsgigen.simulate.transcript import Effect, Transcript

from . import recorded
from .recorded import RecordedScheduler, asked


def effects(transcript: Transcript) -> list[list[tuple[str, str, str]]]:
    return [
        [
            (step.resource, step.node, step.effect)
            for step in one.changes
            if step.effect in (Effect.STARTS, Effect.STOPS)
        ]
        for one in transcript.rounds
    ]


def wrong(transcript: Transcript) -> set[tuple[str, str, bool, bool]]:
    return {
        (one.resource, one.node, one.believed, one.real) for one in transcript.rounds[-1].diverging
    }


def test_stopping_one_of_two_on_a_unit_stops_both_and_the_other_starts_both():
    transcript = asked("stop-alias")
    assert transcript.verdict == "part"
    assert effects(transcript) == [
        [("keystone", "ctl1", "stops"), ("keystone", "ctl2", "stops")],
        [("nova-api", "ctl1", "starts"), ("nova-api", "ctl2", "starts")],
    ]
    assert transcript.rounds[0].lost == (("nova-api", "ctl1"), ("nova-api", "ctl2"))
    assert transcript.rounds[1].reports == (
        MonitorResult("nova-api", "ctl1", 10000, 7),
        MonitorResult("nova-api", "ctl2", 10000, 7),
    )
    assert wrong(transcript) == {
        ("keystone", "ctl1", False, True),
        ("keystone", "ctl2", False, True),
    }


def test_stopping_one_of_two_units_stops_that_one():
    transcript = asked("stop-apart")
    assert (transcript.verdict, transcript.agrees) == ("agree", True)
    assert effects(transcript) == [[("keystone", "ctl1", "stops"), ("keystone", "ctl2", "stops")]]
    assert transcript.rounds[0].interrupted == (("keystone", "ctl1"), ("keystone", "ctl2"))
    assert not transcript.rounds[0].lost


def test_a_failure_bounces_the_other_on_the_unit():
    transcript = asked("fail-alias")
    assert transcript.question.node == "ctl1"
    assert transcript.rounds[0].lost == (("nova-api", "ctl1"),)
    assert (transcript.verdict, wrong(transcript)) == ("part", set())


def test_an_added_resource_is_found_running_everywhere_and_stays_so():
    transcript = asked("add-alias")
    first = transcript.rounds[0]
    assert first.probes == (
        MonitorResult("heat-api", "ctl1", 0, 0),
        MonitorResult("heat-api", "ctl2", 0, 0),
    )
    assert {node for _, node in first.lost} == {"ctl1", "ctl2"}
    assert wrong(transcript) == {("heat-api", "ctl1", False, True)}


def test_orders_in_a_circle():
    transcript = asked("circle")
    assert (transcript.verdict, transcript.before_question) == ("invalid transition", True)
    assert {(one.action, one.resource) for one in transcript.rounds[0].undone} == {
        ("start", "httpd"),
        ("start", "neutron"),
    }


def test_a_state_that_comes_back():
    transcript = asked("livelock")
    assert (transcript.verdict, transcript.before_question) == ("livelock", True)
    assert effects(transcript)[1:3] == effects(transcript)[3:5]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (Question(Action.STOP, "keyston"), "the cluster has no resource keyston"),
        (Question(Action.STANDBY, "ctl9"), "the cluster has no node ctl9"),
        (Question(Action.BAN, "keystone", "ctl9"), "the cluster has no node ctl9"),
    ],
)
def test_what_is_not_there(question, says, monkeypatch):
    monkeypatch.setitem(recorded.CASES, "stop-alias", (recorded.CASES["stop-alias"][0], question))
    with pytest.raises(UserError, match=says):
        asked("stop-alias")


def test_a_scheduler_that_knows_no_end():
    numbers = iter(range(1000))

    class Endless(RecordedScheduler):
        def __call__(self, cib):
            number = next(numbers)
            operation = (
                f'<transition><rsc_action resource="keystone" op="start" node="ctl{number}"/>'
                f"</transition>"
            )
            nodes = "".join(f'<node name="ctl{each}" online="true"/>' for each in range(number))
            status = f"<revised_cluster_status><nodes>{nodes}</nodes></revised_cluster_status>"
            return recorded.SchedulerRun(
                f"<pacemaker-result>{operation}{status}</pacemaker-result>".encode(), cib
            )

    transcript = asked("stop-alias", Endless(iter(())))
    assert transcript.verdict == "undecided"
    assert len(transcript.rounds) == 20


def test_what_is_not_compared_is_said():
    cib, question = recorded.CASES["stop-apart"]
    transcript = run(
        Scenario(question, {"keystone": "wsgi-keystone.service"}, {}),
        render_cib(cib),
        RecordedScheduler(recorded.answers("stop-apart")),
    )
    assert transcript.notes == (
        "taken at their word, as their unit is not known: 1 of the resources",
    )
    assert {one.resource for one in transcript.rounds[0].beliefs} == {"keystone"}
