"""Lets the scheduler decide, does to the units what it does, and feeds back what its monitors would find.

It ends when there is nothing to do and nothing unexpected, or when a state comes back.

What is left out: operations come in the order in which crm_simulate does them, none of them at once, and starts and stops
succeed: where two of one unit could meet, it is said (Crossing). Monitors answer when a round is over, all at once; time stands
still, so that no failure expires.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from wsgigen.simulate import history, units
from wsgigen.simulate.history import Report
from wsgigen.simulate.outcome import Outcome, read
from wsgigen.simulate.transcript import AGREE, INVALID, LIVELOCK, PART, STOPS, UNDECIDED, Round
from wsgigen.simulate.units import World

#: Transitions after which nobody waits for an end any more.
ROUNDS = 20

#: Services behind each unit.
Services = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Answer:
    """One run of crm_simulate: what it printed as XML, and the CIB that it left."""

    output: bytes
    cib: bytes


class Scheduler(Protocol):
    """Pacemaker's own, or one that repeats what that once said."""

    @property
    def version(self) -> str:
        """Pacemaker's."""

    def __call__(self, cib: bytes) -> Answer:
        """What it makes of *cib*, all of its actions having succeeded."""


@dataclass(frozen=True)
class Settled:
    """How a cluster ended: `world` and `cib` are of the last round, `believed` is what Pacemaker believes then."""

    rounds: tuple[Round, ...]
    verdict: str
    cib: bytes
    world: World
    outcome: Outcome


@dataclass(frozen=True)
class _Turn:
    cib: bytes
    world: World
    outcome: Outcome
    round: Round


def settle(
    cib: bytes, world: World, reports: tuple[Report, ...], services: Services, scheduler: Scheduler
) -> Settled:
    """Rounds until nothing changes. *reports* are the monitors' answers that *cib* holds already."""
    rounds: list[Round] = []
    seen: set[Hashable] = set()
    while True:
        turn = _turn(cib, world, reports, services, scheduler)
        if not rounds or reports or turn.outcome.operations:
            rounds.append(turn.round)
        reports = units.surprises(turn.world, turn.outcome)
        state = (
            turn.world.up,
            turn.world.monitors,
            frozenset(turn.outcome.after.items()),
            reports,
            history.counts(turn.cib),
        )
        if verdict := _end(turn, reports, rounds, again=state in seen):
            return Settled(tuple(rounds), verdict, turn.cib, turn.world, turn.outcome)
        seen.add(state)
        cib, world = history.fail(turn.cib, reports), turn.world


def _end(turn: _Turn, reports: tuple[Report, ...], rounds: list[Round], *, again: bool) -> str:
    """The verdict; empty while it goes on."""
    if turn.outcome.invalid:
        return INVALID
    if not reports and not turn.outcome.operations:
        return PART if any(one.lost or one.parted for one in rounds) else AGREE
    if again:
        return LIVELOCK
    return UNDECIDED if len(rounds) == ROUNDS else ""


def _turn(
    cib: bytes, world: World, reports: tuple[Report, ...], services: Services, scheduler: Scheduler
) -> _Turn:
    """One transition. Probes come first: what they find unexpectedly makes the scheduler begin anew."""
    answer = scheduler(cib)
    outcome = read(answer.output)
    probes: tuple[Report, ...] = ()
    if found := units.probed(world, outcome):
        probes = found
        answer = scheduler(history.answer(cib, answer.cib, found))
        outcome = read(answer.output)
    after, steps = units.replay(world, outcome.operations)
    stopped = {(step.node, step.unit) for step in steps if step.effect == STOPS}
    interrupted = tuple(
        sorted((service, node) for node, unit in stopped for service in services.get(unit, ()))
    )
    undone = outcome.undone if outcome.invalid else ()
    standings = units.standings(after, outcome)
    lost, crossings = units.lost(steps, world, outcome), tuple(units.crossings(steps))
    made = Round(
        reports, probes, outcome.actions, steps, lost, interrupted, standings, undone, crossings
    )
    return _Turn(answer.cib, after, outcome, made)
