"""What came of a question: round by round, what Pacemaker did and believes, and what is."""

from dataclasses import dataclass

from wsgigen.simulate.history import Report
from wsgigen.simulate.outcome import Action
from wsgigen.simulate.question import Question

AGREE, PART, LIVELOCK, INVALID, UNDECIDED = (
    "agree",
    "part",
    "livelock",
    "invalid transition",
    "undecided",
)

#: What an operation did to the unit: `STARTS` and `STOPS` did something, the others found it done.
STARTS, STOPS, RUNS_ALREADY, STOPPED_ALREADY = (
    "starts",
    "stops",
    "runs already",
    "stopped already",
)


@dataclass(frozen=True)
class Step:
    """What one start or stop (by `resource`, or empty: by fencing) did to a unit on a node."""

    resource: str
    node: str
    unit: str
    effect: str


@dataclass(frozen=True)
class Crossing:
    """Stops and starts of one transition that different resources have for one unit on a node.

    Pacemaker asks whether the unit runs to know whether a stop is done (ClusterLabs/pacemaker, daemons/execd/execd_commands.c). Where
    another resource's start came at the same time it runs: seen with 2.1.5 on three nodes, which waited for such a stop
    until its timeout ("Giving up on hello stop (rc=0): timeout") and took it for failed.
    """

    node: str
    unit: str
    stops: tuple[str, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What Pacemaker believes of a resource on a node when a round is over, and whether its unit runs there."""

    resource: str
    node: str
    unit: str
    believed: bool
    real: bool


@dataclass(frozen=True)
class Round:
    """One transition. `reports` are the monitors' answers that led to it, `probes` those that were asked first.

    `lost` are the resources that were down on a node for a while, though Pacemaker did nothing to them and thought them
    up; `interrupted` all services, on a node, behind a unit that was stopped. `undone` are the
    actions of an invalid transition that are never done.
    """

    reports: tuple[Report, ...]
    probes: tuple[Report, ...]
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    lost: tuple[tuple[str, str], ...]
    interrupted: tuple[tuple[str, str], ...]
    standings: tuple[Standing, ...]
    undone: tuple[Action, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    @property
    def parted(self) -> tuple[Standing, ...]:
        """Where belief and reality differ when the round is over."""
        return tuple(one for one in self.standings if one.believed != one.real)


@dataclass(frozen=True)
class Transcript:
    """A whole simulation. `version` is Pacemaker's; `notes` say what a reader must know to trust it.

    `early` is set when the cluster came to this before the question was put.
    """

    question: Question
    version: str
    rounds: tuple[Round, ...]
    verdict: str
    notes: tuple[str, ...] = ()
    early: bool = False

    @property
    def agrees(self) -> bool:
        """Whether what Pacemaker believed was so, to the end."""
        return self.verdict == AGREE
