"""What a check says: rules, findings, and what could not be looked at."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

from wsgigen.errors import Location, Origin, Problem

if TYPE_CHECKING:
    from wsgigen.cluster.impact import Stakes
    from wsgigen.cluster.view import Subject
    from wsgigen.migrate.recommendation import Verdict


class Severity(IntEnum):
    """How grave a finding is: a conflict rests on a mechanism that was shown, a risk on less."""

    ADVICE = 1
    RISK = 2
    CONFLICT = 3

    @property
    def word(self) -> str:
        """As people read it."""
        return self.name.lower()


class Input(Enum):
    """What a rule needs to be told; the value says how to tell it."""

    PROFILE = "a profile"
    CIB = "--cib FILE"
    NODES = "cluster: {nodes: [...]} in the profile, or --cib FILE"
    CPUS = "host: {cpus: ...} in the profile"
    MEMORY = "host: {memory: ...} in the profile"
    BALANCER = "cluster: {balancer_timeout: ...} in the profile"
    DATABASE = "cluster: {database_connections: ...} in the profile"
    ADDRESSES = "cluster: {virtual_addresses: [...]} in the profile, or --cib FILE"
    OUTCOME = "what the other rules said"


@dataclass(frozen=True)
class Question:
    """What Pacemaker's scheduler would be asked to show that a finding is so; `action` is one of simulate's."""

    action: str
    name: str


def some(names: Iterable[str], most: int = 4) -> str:
    """The first few of *names* in words, and how many more there are."""
    known = list(dict.fromkeys(names))
    left = len(known) - most
    return ", ".join(known) if left < 2 else f"{', '.join(known[:most])} and {left} more"


@dataclass(frozen=True)
class Finding:
    """One thing that a rule has to say. `severity` None is the rule's own; `services` are those that it happens to."""

    message: str
    fix: str
    at: Origin
    services: tuple[str, ...] = ()
    severity: Severity | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Lacking:
    """A part that a rule could not look at: what it is about, and what the rule needs."""

    about: str
    needs: str


@dataclass(frozen=True)
class Rule:
    """One rule. `page` is its module's docstring, `severity` the gravest that it says, `needs` what it cannot run without."""

    name: str
    page: str
    severity: Severity
    check: "Callable[[Subject], Iterator[Finding | Lacking]]"
    needs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Said:
    """A finding with its rule and its place. `accepted` is the reason that the profile gives for living with it."""

    rule: str
    severity: Severity
    location: Location
    message: str
    fix: str
    services: tuple[str, ...]
    question: Question | None = None
    accepted: str | None = None
    proof: str | None = None


@dataclass(frozen=True)
class Unchecked:
    """A rule that did not look, at all or at what it is `about`, and what it needs."""

    rule: str
    needs: str
    about: str = ""


@dataclass(frozen=True)
class Judgement:
    """What the rules said of one layout; of what is there when `layout` is empty.

    `refused` is why the layout cannot be had with this profile: then nothing was checked. `looked` is whether any rule
    could look at it.
    """

    layout: str
    said: tuple[Said, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    refused: tuple[Problem, ...] = ()
    looked: bool = True
    stakes: "Stakes | None" = None

    @property
    def open(self) -> tuple[Said, ...]:
        """What nobody accepted."""
        return tuple(one for one in self.said if one.accepted is None)

    @property
    def gravest(self) -> Severity | None:
        """The gravest that nobody accepted; None when there is nothing."""
        return max((one.severity for one in self.open), default=None)

    @property
    def verdict(self) -> str:
        """conflict, risk or clean; advice alone is clean, but not what nobody looked at."""
        if self.refused or not self.looked:
            return "not possible" if self.refused else "not checked"
        return self.gravest.word if self.gravest and self.gravest > Severity.ADVICE else "clean"

    def count(self, severity: Severity) -> int:
        """How many of one severity nobody accepted."""
        return sum(one.severity == severity for one in self.open)

    @property
    def affected(self) -> tuple[str, ...]:
        """The services that conflicts and risks happen to."""
        return tuple(
            dict.fromkeys(
                name for one in self.open if one.severity > Severity.ADVICE for name in one.services
            )
        )


@dataclass(frozen=True)
class Report:
    """The judgements on one profile, on one CIB, or on both. `layout` is the chosen one.

    Where there is a CIB, `keepers` says who should start and stop each of its resources.
    """

    name: str  #: of the file that was checked
    layout: str
    judgements: tuple[Judgement, ...]
    rules: Mapping[str, Rule]  #: those that were asked for
    cib: str = ""  #: name of the CIB's file
    services: tuple[str, ...] = ()  #: of the profile
    notes: tuple[Problem, ...] = ()  #: what a reader should know of the report
    keepers: tuple["Verdict", ...] = ()

    @property
    def chosen(self) -> Judgement:
        """The judgement on the layout chosen."""
        return next(one for one in self.judgements if one.layout == self.layout)


@dataclass(frozen=True)
class Checked:
    """All that one call came to: a report each on what could be used, and what is wrong with the rest."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()
    fail_on: Severity = Severity.CONFLICT
    verbose: bool = False  #: people want to read of each rule that had nothing to look at, too

    def fails(self, said: Said) -> bool:
        """Whether *said* is what the call is to fail on."""
        return said.accepted is None and said.severity >= self.fail_on

    @property
    def status(self) -> int:
        """Exit status: 2 where something could not be used, 1 for what it is to fail on in a chosen layout, else 0."""
        if self.problems or any(report.chosen.refused for report in self.reports):
            return 2
        return int(any(self.fails(said) for report in self.reports for said in report.chosen.said))


@dataclass(frozen=True)
class Format:
    """A way to write down what was checked."""

    name: str
    render: Callable[[Checked], str]
