"""What a check found: in one layout, in one profile or cluster, and in one call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wsgigen.check.rule import Rule, Severity
from wsgigen.cluster.impact import Impact
from wsgigen.errors import Location, Problem
from wsgigen.migrate.recommendation import Recommendation
from wsgigen.simulate.question import Question


@dataclass(frozen=True)
class ReportedFinding:
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
class NotChecked:
    """A rule that did not look, at all or at what it is `about`, and what it needs."""

    rule: str
    needs: str
    about: str = ""


@dataclass(frozen=True)
class LayoutResult:
    """What the rules said of one layout; of what is there when `layout` is empty.

    `not_possible` is why the layout cannot be had with this profile: then nothing was checked. `any_rule_ran` is whether any rule
    could look at it.
    """

    layout: str
    findings: tuple[ReportedFinding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    not_possible: tuple[Problem, ...] = ()
    any_rule_ran: bool = True
    impact: Impact | None = None

    @property
    def unaccepted(self) -> tuple[ReportedFinding, ...]:
        """What nobody accepted."""
        return tuple(one for one in self.findings if one.accepted is None)

    @property
    def worst(self) -> Severity | None:
        """The gravest that nobody accepted; None when there is nothing."""
        return max((one.severity for one in self.unaccepted), default=None)

    @property
    def verdict(self) -> str:
        """conflict, risk or clean; advice alone is clean, but not what nobody looked at."""
        if self.not_possible or not self.any_rule_ran:
            return "not possible" if self.not_possible else "not checked"
        return self.worst.word if self.worst and self.worst > Severity.ADVICE else "clean"

    def count(self, severity: Severity) -> int:
        """How many of one severity nobody accepted."""
        return sum(one.severity == severity for one in self.unaccepted)

    @property
    def affected(self) -> tuple[str, ...]:
        """The services that conflicts and risks happen to."""
        return tuple(
            dict.fromkeys(
                name
                for one in self.unaccepted
                if one.severity > Severity.ADVICE
                for name in one.services
            )
        )


@dataclass(frozen=True)
class Report:
    """The judgements on one profile, on one CIB, or on both. `layout` is the chosen one.

    Where there is a CIB, `recommendations` say who should start and stop each of its resources.
    """

    name: str  #: of the file that was checked
    layout: str
    results: tuple[LayoutResult, ...]
    rules: Mapping[str, Rule]  #: those that were asked for
    cib: str = ""  #: name of the CIB's file
    services: tuple[str, ...] = ()  #: of the profile
    notes: tuple[Problem, ...] = ()  #: what a reader should know of the report
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def chosen(self) -> LayoutResult:
        """The judgement on the layout chosen."""
        return next(one for one in self.results if one.layout == self.layout)


@dataclass(frozen=True)
class CheckRun:
    """All that one call came to: a report each on what could be used, and what is wrong with the rest."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()
    fail_on: Severity = Severity.CONFLICT
    verbose: bool = False  #: people want to read of each rule that had nothing to look at, too

    def fails(self, said: ReportedFinding) -> bool:
        """Whether *said* is what the call is to fail on."""
        return said.accepted is None and said.severity >= self.fail_on

    @property
    def status(self) -> int:
        """Exit status: 2 where something could not be used, 1 for what it is to fail on in a chosen layout, else 0."""
        if self.problems or any(report.chosen.not_possible for report in self.reports):
            return 2
        return int(
            any(self.fails(said) for report in self.reports for said in report.chosen.findings)
        )


@dataclass(frozen=True)
class Format:
    """A way to write down what was checked."""

    name: str
    render: Callable[[CheckRun], str]
