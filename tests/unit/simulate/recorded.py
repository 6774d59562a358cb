"""Recorded answers of crm_simulate of Pacemaker 2.1.5 about the clusters of these tests.

`python -m tests.unit.simulate.recorded` asks the real one again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from wsgigen.pacemaker.cib.model import Cib, Operation
from wsgigen.pacemaker.cib.render import render_cib
from wsgigen.simulate.question import Action, Question
from wsgigen.simulate.replay import Scheduler, SchedulerRun
from wsgigen.simulate.run import run
from wsgigen.simulate.scenario import Scenario
from wsgigen.simulate.transcript import Transcript

from .clusters import ALIAS, APART, cluster, primitive, services, units

DIRECTORY = Path(__file__).parent / "answers"
CASES: dict[str, tuple[Cib, Question]] = {
    "stop-alias": (cluster(ALIAS), Question(Action.STOP, "keystone")),
    "stop-apart": (cluster(APART), Question(Action.STOP, "keystone")),
    "fail-alias": (cluster(ALIAS), Question(Action.FAIL, "keystone")),
    "add-alias": (cluster(ALIAS), Question(Action.ADD, "heat-api", unit="apache2.service")),
    "circle": (
        cluster(
            {"httpd": "apache2", "neutron": "neutron"},
            orders=(("httpd", "neutron"), ("neutron", "httpd")),
        ),
        Question(Action.STOP, "httpd"),
    ),
    "livelock": (
        cluster(
            {"keystone": "apache2"},
            primitive(
                "heat-api", "apache2", Operation("monitor", 11, 20, role="Stopped"), cloned=False
            ),
        ),
        Question(Action.STOP, "keystone"),
    ),
}


@dataclass
class RecordedScheduler:
    """A scheduler that says what it is given, in turn."""

    answers: Iterator[SchedulerRun]
    version: str = "2.1.5"

    def __call__(self, cib: bytes) -> SchedulerRun:
        return next(self.answers)


@dataclass
class Noting:
    """A scheduler that notes what another one says."""

    scheduler: Scheduler
    answers: list[SchedulerRun] = field(default_factory=list)

    @property
    def version(self) -> str:
        return self.scheduler.version

    def __call__(self, cib: bytes) -> SchedulerRun:
        self.answers.append(self.scheduler(cib))
        return self.answers[-1]


def asked(name: str, scheduler: Scheduler | None = None) -> Transcript:
    """The transcript of a case, from what was recorded unless another scheduler is given."""
    cib, question = CASES[name]
    scenario = Scenario(question, units(cib), services(cib))
    return run(scenario, render_cib(cib), scheduler or RecordedScheduler(answers(name)))


def answers(name: str) -> Iterator[SchedulerRun]:
    for recorded in fromstring((DIRECTORY / f"{name}.xml").read_bytes()):
        yield SchedulerRun(tostring(recorded[0]), tostring(recorded[1]))


def record() -> None:
    """Ask the real one."""
    from wsgigen.host.pacemaker import simulator  # noqa: PLC0415

    for name in CASES:
        noting = Noting(simulator())
        asked(name, noting)
        top = Element("recorded")
        for answer in noting.answers:
            SubElement(top, "run").extend((fromstring(answer.output), fromstring(answer.cib)))
        for one in top.iter():
            one.text = one.text if (one.text or "").strip() else None
            one.tail = "\n" if one.tag in ("run", "cib", "pacemaker-result") else None
            if "request" in one.attrib:
                one.set("request", "crm_simulate")
        (DIRECTORY / f"{name}.xml").write_bytes(tostring(top) + b"\n")


if __name__ == "__main__":
    record()
