"""Questions to Pacemaker's own scheduler, about clusters of three."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulate.clusters import ALIAS, APART, cluster, primitive, services, units
from wsgigen.errors import UserError
from wsgigen.host import pacemaker as crm
from wsgigen.pacemaker.cib.constraints import LocationConstraint
from wsgigen.pacemaker.cib.model import INFINITY, Cib, Operation, Primitive
from wsgigen.pacemaker.cib.render import render_cib
from wsgigen.simulate.question import Action, Question
from wsgigen.simulate.run import run
from wsgigen.simulate.scenario import Scenario
from wsgigen.simulate.transcript import Effect, Transcript

from . import serving

Ask = Callable[[Cib, Question], Transcript]
NODES = {"ctl1", "ctl2", "ctl3"}


@pytest.fixture(scope="session")
def scheduler() -> crm.Simulator:
    try:
        return crm.simulator()
    except UserError as error:
        serving.missing(str(error))


@pytest.fixture
def ask(scheduler: crm.Simulator) -> Ask:
    def ask(cib: Cib, question: Question) -> Transcript:
        return run(Scenario(question, units(cib), services(cib)), render_cib(cib), scheduler)

    return ask


def three(services: Mapping[str, str], *more: Primitive, **keys: Any) -> Cib:
    return cluster(services, *more, nodes=3, **keys)


def nodes(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, node in pairs:
        found.setdefault(name, set()).add(node)
    return found


def lies(transcript: Transcript) -> dict[str, set[str]]:
    """Return what is believed at the end, and is not so."""
    return nodes((one.resource, one.node) for one in transcript.rounds[-1].diverging)


def test_a_shared_unit_stops_everywhere_and_is_started_again_behind_a_stopped_resource(ask):
    transcript = ask(three(ALIAS), Question(Action.STOP, "keystone"))
    assert transcript.verdict == "part"
    first, second = transcript.rounds
    assert nodes(first.interrupted) == {"keystone": NODES, "nova-api": NODES}
    assert nodes(first.lost) == {"nova-api": NODES}
    assert {(one.action, one.resource) for one in second.actions} == {("recover", "nova-api")}
    assert lies(transcript) == {"keystone": NODES}
    assert all(one.real and not one.believed for one in second.diverging)


@pytest.mark.parametrize(
    "question",
    [
        Question(Action.STOP, "keystone"),
        Question(Action.BAN, "keystone"),
        Question(Action.FAIL, "keystone"),
        Question(Action.ADD, "heat", unit="wsgi-heat.service"),
    ],
    ids=lambda question: question.action,
)
def test_units_apart_do_what_pacemaker_believes(ask, question):
    transcript = ask(three(APART), question)
    assert transcript.verdict == "agree"
    assert len(transcript.rounds) == 1
    assert not nodes(transcript.rounds[0].interrupted).keys() - {"keystone"}


def test_active_passive_on_a_shared_unit_is_an_outage_and_runs_everywhere(ask):
    transcript = ask(three(ALIAS), Question(Action.ADD, "heat", unit="apache2.service"))
    assert transcript.verdict == "part"
    assert nodes(transcript.rounds[0].lost) == {"keystone": NODES, "nova-api": NODES}
    assert [len(each) for each in lies(transcript).values()] == [2]
    last = [one for one in transcript.rounds[-1].beliefs if one.resource == "heat"]
    assert (sum(one.believed for one in last), sum(one.real for one in last)) == (1, 3)


def test_an_order_through_another_service_is_a_circle_once_two_are_one(ask):
    ordered = {
        "keystone": "wsgi-keystone",
        "neutron-server": "neutron-server",
        "heat-api": "wsgi-heat-api",
    }
    orders = (("keystone", "neutron-server"), ("neutron-server", "heat-api"))
    assert (
        ask(three(ordered, orders=orders), Question(Action.FAIL, "neutron-server")).verdict
        == "agree"
    )
    merged = three(
        {"httpd": "apache2", "neutron-server": "neutron-server"},
        orders=(("httpd", "neutron-server"), ("neutron-server", "httpd")),
    )
    transcript = ask(merged, Question(Action.STOP, "httpd"))
    assert (transcript.verdict, transcript.before_question) == ("invalid transition", True)
    assert crm.passes_crm_verify(render_cib(merged))
    assert nodes((one.resource, one.nodes[0]) for one in transcript.rounds[0].undone) == {
        "httpd": NODES,
        "neutron-server": NODES,
    }


def test_a_ban_is_undone_by_the_neighbour(ask):
    transcript = ask(three(ALIAS), Question(Action.BAN, "keystone", "ctl2"))
    assert transcript.verdict == "part"
    assert lies(transcript) == {"keystone": {"ctl2"}}


@pytest.mark.parametrize("layout", [ALIAS, APART, {"httpd": "apache2"}])
def test_standby_is_right_in_every_layout(ask, layout):
    transcript = ask(three(layout), Question(Action.STANDBY, "ctl1"))
    assert transcript.verdict == "agree"
    effects = sorted(step.effect for step in transcript.rounds[0].changes)
    assert effects == (
        [Effect.STOPPED_ALREADY] * (len(layout) - 1)
        if layout is ALIAS
        else [Effect.STOPS] * (len(layout) - 1)
    ) + [Effect.STOPS]


def test_a_failure_bounces_the_neighbour(ask):
    transcript = ask(three(ALIAS), Question(Action.FAIL, "keystone", "ctl3"))
    assert transcript.rounds[0].lost == (("nova-api", "ctl3"),)
    assert transcript.verdict == "part"
    assert not lies(transcript)


def test_monitors_of_the_stopped_role_never_let_it_rest(ask):
    passive = primitive(
        "heat", "apache2", Operation("monitor", 11, 20, role="Stopped"), cloned=False
    )
    transcript = ask(three(ALIAS, passive), Question(Action.STOP, "keystone"))
    assert (transcript.verdict, transcript.before_question) == ("livelock", True)


def test_three_failures_of_one_put_it_off_the_node_and_its_unit_runs_on(scheduler):
    """A migration-threshold is reached only when failures are counted as Pacemaker does."""
    once = three(ALIAS)
    keystone = replace(once.primitives["keystone"], meta={"migration-threshold": "1"})
    strict = replace(once, primitives={**once.primitives, "keystone": keystone})
    question = Question(Action.FAIL, "keystone", "ctl1")
    scenario = Scenario(question, units(strict), services(strict))
    transcript = run(scenario, render_cib(strict), scheduler)
    assert ("stop", "keystone") in {
        (one.action, one.resource) for one in transcript.rounds[0].actions
    }
    assert lies(transcript) == {"keystone": {"ctl1"}}


def test_a_cluster_that_lies_before_any_question_says_so(ask):
    banned = replace(
        three(ALIAS), locations=(LocationConstraint("l", "keystone-clone", "ctl1", -INFINITY),)
    )
    transcript = ask(banned, Question(Action.STANDBY, "ctl2"))
    assert transcript.verdict == "part"
    assert transcript.notes == (
        "keystone on ctl1 is believed not to run, and does, before the question is asked",
    )


@pytest.mark.parametrize(
    "cib",
    [
        three(ALIAS),
        three(
            APART, primitive("heat", "apache2", cloned=False), orders=(("keystone", "nova-api"),)
        ),
    ],
)
def test_what_is_written_is_what_crm_verify_accepts(scheduler, cib):
    assert crm.passes_crm_verify(render_cib(cib))
    assert not crm.passes_crm_verify(
        render_cib(cib).replace(b'class="systemd"', b'class="nonsense"')
    )


def test_a_newer_cluster_than_the_tools(scheduler):
    question, cib = Question(Action.STOP, "keystone"), three(ALIAS)
    newer = replace(cib, feature_set="99.0.0")
    scenario = Scenario(question, units(cib), services(cib))
    assert run(scenario, render_cib(newer), scheduler).verdict == "part"
    with pytest.raises(UserError, match=r"cannot use this CIB \(validate-with: pacemaker-99.0\)"):
        run(scenario, render_cib(replace(cib, schema="pacemaker-99.0")), scheduler)


def simulate(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wsgigen", "simulate", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


DEMO = Path(__file__).parents[2] / "profiles" / "demo.yaml"


@pytest.mark.usefixtures("scheduler")
def test_the_command_in_two_layouts():
    shared = simulate(DEMO, "--layout", "single", "--stop", "slow")
    assert (shared.returncode, shared.stderr) == (1, "")
    assert max(map(len, shared.stdout.splitlines())) <= 80
    assert shared.stdout.endswith(
        "\npart: at the end Pacemaker is wrong about slow on ctl1, ctl2, ctl3\n"
    )
    apart = simulate(DEMO, "--layout", "per-service", "--stop", "slow", "--format", "json")
    assert (apart.returncode, json.loads(apart.stdout)["verdict"]) == (0, "agree")
    assert simulate(DEMO, "--layout", "single", "--stop", "slow").stdout == shared.stdout


@pytest.mark.usefixtures("scheduler")
def test_the_command_and_a_cluster(tmp_path):
    path = tmp_path / "cib.xml"
    path.write_bytes(render_cib(three({"hello": "apache2", "slow": "apache2"})))
    done = simulate(DEMO, "--cib", path, "--layout", "single", "--ban", "slow", "--node", "ctl2")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("\npart: at the end Pacemaker is wrong about slow on ctl2\n")
    circle = (("httpd", "neutron"), ("neutron", "httpd"))
    path.write_bytes(render_cib(three({"httpd": "apache2", "neutron": "neutron"}, orders=circle)))
    done = simulate(DEMO, "--cib", path, "--stop", "neutron")
    assert done.returncode == 1
    assert "crm_verify has nothing to say of this configuration" in done.stdout


@pytest.mark.usefixtures("scheduler")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "there is no question"),
        (("--stop", "slow", "--ban", "slow"), "2 questions at once"),
        (("--stop", "slow", "--node", "ctl1"), "--node means nothing with --stop"),
        (("--stop", "slwo"), "the cluster has no resource slwo\n    fix: did you mean slow?"),
        (("--add", "keystone"), "keystone is not a service of the profile"),
        (("--standby", "ctl9"), "the cluster has no node ctl9"),
        (("--ban", "slow", "--node", "ctl9"), "the cluster has no node ctl9"),
        (("--stop", "slow", "--layout", "nonsense"), "nonsense"),
    ],
)
def test_what_the_command_cannot_use(words, says):
    done = simulate(DEMO, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_left_behind_and_nobody_else_may_look(scheduler, tmp_path, monkeypatch):
    """Neither of the CIB, nor where Pacemaker keeps its own; crm_simulate leaves shadows when it is let."""
    seen = tmp_path / "seen"
    program = tmp_path / "crm_simulate"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --xml-file ]; do shift; done\nstat -c %a "$(dirname "$2")" > {seen}\nkill -ABRT $$\n'
    )
    program.chmod(0o755)
    kept = Path("/var/lib/pacemaker/cib")
    before = set(os.listdir(kept)) if kept.is_dir() else set()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    secret = "correct-horse"
    cib = render_cib(three(ALIAS)).replace(b'value="ctl1"', f'value="{secret}"'.encode())
    assert secret.encode() in cib
    scheduler(cib)
    with pytest.raises(UserError, match="ended by signal 6") as raised:
        replace(scheduler, program=str(program))(cib)
    assert secret not in str(raised.value)
    assert seen.read_text().strip() == "700"
    assert set(os.listdir(tmp_path)) == {"seen", "crm_simulate"}
    assert (set(os.listdir(kept)) if kept.is_dir() else set()) == before


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("exit 0", "cannot use this CIB"),
        ("echo '<status code=\"1\"/>'; exit 1", "cannot use this CIB"),
        ("exit 64", "cannot print XML"),
        ("kill -SEGV $$", "ended by signal 11"),
    ],
)
def test_a_tool_that_says_nothing_is_never_taken_for_a_proof(scheduler, tmp_path, does, says):
    program = tmp_path / "crm_simulate"
    program.write_text(f'#!/bin/sh\ntouch "$5"\n{does}\n')
    program.chmod(0o755)
    with pytest.raises(UserError, match=says):
        replace(scheduler, program=str(program))(render_cib(three(ALIAS)))


def test_a_tool_that_hangs_and_one_that_is_not_there(scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(crm, "TIMEOUT", 0.1)
    program = tmp_path / "crm_simulate"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(UserError, match="took more than"):
        replace(scheduler, program=str(program))(render_cib(three(ALIAS)))
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(UserError, match="proof not run") as raised:
        crm.simulator()
    assert "pacemaker-cli-utils" in raised.value.problems[0].fix
