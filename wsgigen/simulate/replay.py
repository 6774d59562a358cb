"""Replays the scheduler's decisions on the real units.

Each round the scheduler decides, its operations are done to the units, and the results that its
monitors would have are fed back. It ends when there is nothing to do and nothing unexpected, or
when a state comes back.

Not simulated: operations overlap never, but come in the order of crm_simulate, and starts and stops
always succeed. All monitors answer at the end of a round; time stands still, so that no failure
expires. Instead, a round records a StopStartRace if a stop and a start of one unit could overlap.
"""

from collections.abc import Hashable, Mapping
from typing import Protocol

from wsgigen.record import record
from wsgigen.simulate.comparison import (
    beliefs,
    lost_resources,
    races,
    unexpected_probes,
    unexpected_results,
)
from wsgigen.simulate.history import (
    MonitorResult,
    failure_counts,
    with_failures,
    with_probe_results,
)
from wsgigen.simulate.outcome import Outcome, read_outcome
from wsgigen.simulate.reality import Reality, apply_operations
from wsgigen.simulate.transcript import Effect, Round, ServiceOnNode, UnitChange, Verdict

#: Rounds after which the verdict is UNDECIDED.
MAX_ROUNDS = 20

#: Services behind each unit.
Services = Mapping[str, tuple[str, ...]]
Results = tuple[MonitorResult, ...]


@record
class SchedulerRun:
    """One run of crm_simulate: what it printed as XML, and the CIB that it left."""

    output: bytes
    cib: bytes


class Scheduler(Protocol):
    """Pacemaker's own scheduler, or one that repeats recorded runs."""

    @property
    def version(self) -> str:
        """Return Pacemaker's version."""

    def __call__(self, cib: bytes) -> SchedulerRun:
        """Return a run on *cib* in which all actions succeed."""


@record
class Replayed:
    """The rounds of a cluster, and the state that it ended in."""

    rounds: tuple[Round, ...]
    verdict: Verdict
    cib: bytes
    reality: Reality
    outcome: Outcome


@record
class _Transition:
    cib: bytes
    reality: Reality
    outcome: Outcome
    round: Round


def replay(
    cib: bytes, reality: Reality, results: Results, services: Services, scheduler: Scheduler
) -> Replayed:
    """Replay *cib* in rounds until nothing changes.

    *results* are the monitor results that *cib* holds already.
    """
    rounds: list[Round] = []
    seen: set[Hashable] = set()
    while True:
        last = _transition(cib, reality, results, services, scheduler)
        if not rounds or results or last.outcome.operations:
            rounds.append(last.round)
        results = unexpected_results(last.reality, last.outcome)
        state = _state(last, results)
        if verdict := _verdict(last, results, rounds, is_again=state in seen):
            return Replayed(tuple(rounds), verdict, last.cib, last.reality, last.outcome)
        seen.add(state)
        cib, reality = with_failures(last.cib, results), last.reality


def _state(last: _Transition, results: Results) -> Hashable:
    """Return all that decides what comes next."""
    roles = frozenset(last.outcome.after.items())
    reality = last.reality
    return reality.running, reality.monitors, roles, results, failure_counts(last.cib)


def _verdict(
    last: _Transition, results: Results, rounds: list[Round], *, is_again: bool
) -> Verdict | None:
    """Return how the replay ended; None while it goes on.

    DIVERGE says that belief and reality differed in any round, even if they agree now.
    """
    if last.outcome.invalid:
        return Verdict.INVALID
    if not results and not last.outcome.operations:
        diverged = any(round.lost or round.diverging for round in rounds)
        return Verdict.DIVERGE if diverged else Verdict.AGREE
    if is_again:
        return Verdict.LIVELOCK
    return Verdict.UNDECIDED if len(rounds) == MAX_ROUNDS else None


def _transition(
    cib: bytes, reality: Reality, results: Results, services: Services, scheduler: Scheduler
) -> _Transition:
    """Return one transition.

    Probes come first. An unexpected result of one aborts the transition, and the scheduler decides
    again with that result.
    """
    run = scheduler(cib)
    outcome = read_outcome(run.output)
    if probes := unexpected_probes(reality, outcome):
        run = scheduler(with_probe_results(cib, run.cib, probes))
        outcome = read_outcome(run.output)
    after, changes = apply_operations(reality, outcome.operations)
    finished = Round(
        reports=results,
        probes=probes,
        actions=outcome.actions,
        changes=changes,
        lost=lost_resources(changes, reality, outcome),
        interrupted=_interrupted(changes, services),
        beliefs=beliefs(after, outcome),
        undone=outcome.undone if outcome.invalid else (),
        races=tuple(races(changes)),
    )
    return _Transition(run.cib, after, outcome, finished)


def _interrupted(changes: tuple[UnitChange, ...], services: Services) -> tuple[ServiceOnNode, ...]:
    """Return the services behind each unit that was stopped."""
    stopped = {(change.node, change.unit) for change in changes if change.effect is Effect.STOPS}
    interrupted = (
        ServiceOnNode(service, node) for node, unit in stopped for service in services.get(unit, ())
    )
    return tuple(sorted(interrupted))
