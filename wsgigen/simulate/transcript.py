"""The transcript of a question to the scheduler, round by round."""

from enum import StrEnum
from typing import NamedTuple

from wsgigen.record import record
from wsgigen.simulate.history import MonitorResult
from wsgigen.simulate.outcome import ScheduledAction
from wsgigen.simulate.question import Question


class Verdict(StrEnum):
    """The end of a simulation: belief and reality agree or diverge, or it has none."""

    AGREE = "agree"
    DIVERGE = "part"
    LIVELOCK = "livelock"
    INVALID = "invalid transition"
    UNDECIDED = "undecided"


class Effect(StrEnum):
    """The effect of an operation on a unit; the last two found it done already."""

    STARTS = "starts"
    STOPS = "stops"
    RUNS_ALREADY = "runs already"
    STOPPED_ALREADY = "stopped already"


class ResourceOnNode(NamedTuple):
    """A resource on one of the nodes where it may run."""

    resource: str
    node: str


class ServiceOnNode(NamedTuple):
    """A service on one of the nodes that serve it."""

    service: str
    node: str


@record
class UnitChange:
    """One start or stop of a unit on a node; `resource` is empty for fencing."""

    resource: str
    node: str
    unit: str
    effect: Effect


@record
class StopStartRace:
    """Stops and starts of one unit in one transition, for different resources.

    Pacemaker asks whether the unit runs to know whether a stop is done (ClusterLabs/pacemaker,
    daemons/execd/execd_commands.c). Where another resource's start came at the same time it runs:
    seen with 2.1.5 on three nodes, which waited for such a stop until its timeout ("Giving up on
    hello stop (rc=0): timeout") and took it for failed.
    """

    node: str
    unit: str
    stops: tuple[str, ...]
    starts: tuple[str, ...]


@record
class Belief:
    """Pacemaker's belief about a resource on a node, and what its unit does."""

    resource: str
    node: str
    unit: str
    believed: bool
    real: bool


@record
class Round:
    """One transition.

    `reports` are the monitors' results that led to it, `probes` those of the probes before it.
    `lost` are the resources that were down on a node for a while, though Pacemaker did nothing to
    them and believed them up; `interrupted` all services behind a unit that was stopped. `undone`
    are the actions of an invalid transition that are never done.
    """

    reports: tuple[MonitorResult, ...]
    probes: tuple[MonitorResult, ...]
    actions: tuple[ScheduledAction, ...]
    changes: tuple[UnitChange, ...]
    lost: tuple[ResourceOnNode, ...]
    interrupted: tuple[ServiceOnNode, ...]
    beliefs: tuple[Belief, ...]
    undone: tuple[ScheduledAction, ...] = ()
    races: tuple[StopStartRace, ...] = ()

    @property
    def diverging(self) -> tuple[Belief, ...]:
        """Return the beliefs that are wrong when the round is over."""
        return tuple(belief for belief in self.beliefs if belief.believed != belief.real)


@record
class Transcript:
    """A whole simulation. `notes` say what a reader must know to trust it."""

    question: Question
    version: str  #: Pacemaker's
    rounds: tuple[Round, ...]
    verdict: Verdict
    notes: tuple[str, ...] = ()
    before_question: bool = False  #: it ended before the question was asked

    @property
    def agrees(self) -> bool:
        """Tell whether Pacemaker's belief was right to the end."""
        return self.verdict is Verdict.AGREE
