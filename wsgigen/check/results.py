"""The results of a check: of one layout, of one profile or cluster, and of one call."""

from collections.abc import Mapping

from wsgigen.check.rule import Rule, Severity
from wsgigen.cluster.impact import Impact
from wsgigen.errors import Location, Problem
from wsgigen.migrate.recommendation import Recommendation
from wsgigen.record import record
from wsgigen.simulate.question import Question


@record
class ReportedFinding:
    """A finding with its rule and its location.

    `accepted` is the reason that the profile gives for living with it, `proof` what Pacemaker's
    scheduler answered to `question`.
    """

    rule: str
    severity: Severity
    location: Location
    message: str
    fix: str
    services: tuple[str, ...]
    question: Question | None = None
    accepted: str | None = None
    proof: str | None = None


@record
class NotChecked:
    """A rule that could not look, at anything or at what it is `about`, and what it needs."""

    rule: str
    needs: str
    about: str = ""


@record
class LayoutResult:
    """The result of the rules for one layout, or for the cluster as it is if `layout` is "".

    `not_possible` says why the profile cannot have this layout: then nothing was checked.
    """

    layout: str
    findings: tuple[ReportedFinding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    not_possible: tuple[Problem, ...] = ()
    any_rule_ran: bool = True
    impact: Impact | None = None

    @property
    def unaccepted(self) -> tuple[ReportedFinding, ...]:
        """Return the findings that the profile does not accept."""
        return tuple(finding for finding in self.findings if finding.accepted is None)

    @property
    def worst(self) -> Severity | None:
        """Return the worst severity of the unaccepted findings; None when there are none."""
        return max((finding.severity for finding in self.unaccepted), default=None)

    @property
    def verdict(self) -> str:
        """Return conflict, risk, clean, not checked or not possible.

        Advice alone is clean; a layout that no rule could look at is not.
        """
        if self.not_possible or not self.any_rule_ran:
            return "not possible" if self.not_possible else "not checked"
        return self.worst.word if self.worst and self.worst > Severity.ADVICE else "clean"

    def count(self, severity: Severity) -> int:
        """Return how many unaccepted findings are of *severity*."""
        return sum(finding.severity == severity for finding in self.unaccepted)

    @property
    def affected(self) -> tuple[str, ...]:
        """Return the services that unaccepted conflicts and risks happen to."""
        severe = (finding for finding in self.unaccepted if finding.severity > Severity.ADVICE)
        return tuple(dict.fromkeys(name for finding in severe for name in finding.services))


@record
class Report:
    """The results of one profile, of one CIB, or of both; `layout` is the chosen one.

    Where there is a CIB, `recommendations` says who should manage each of its resources.
    """

    name: str  #: of the file that was checked
    layout: str
    results: tuple[LayoutResult, ...]
    rules: Mapping[str, Rule]  #: the selected ones
    cib: str = ""  #: name of the CIB's file
    services: tuple[str, ...] = ()  #: of the profile
    notes: tuple[Problem, ...] = ()  #: for the reader of the report
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def chosen(self) -> LayoutResult:
        """Return the result of the chosen layout."""
        return next(result for result in self.results if result.layout == self.layout)


@record
class CheckRun:
    """The result of one call: a report on each usable input, and the problems of the others."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()
    fail_on: Severity = Severity.CONFLICT
    verbose: bool = False  #: people also want to read the names of rules that could not look

    def fails_on(self, finding: ReportedFinding) -> bool:
        """Return whether the call fails because of *finding*."""
        return finding.accepted is None and finding.severity >= self.fail_on

    @property
    def status(self) -> int:
        """Return the exit status.

        It is 2 where an input is not usable, 1 where a finding of a chosen layout makes the call
        fail, else 0.
        """
        if self.problems or any(report.chosen.not_possible for report in self.reports):
            return 2
        findings = (finding for report in self.reports for finding in report.chosen.findings)
        return int(any(self.fails_on(finding) for finding in findings))
