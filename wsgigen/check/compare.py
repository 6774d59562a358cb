"""Report -> the costs of its layouts, side by side: rows for people, plain values for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from wsgigen import __version__
from wsgigen.check.results import LayoutResult, Report
from wsgigen.check.rule import Severity
from wsgigen.cluster.impact import ACTIONS, Impact, Recovery
from wsgigen.errors import visible

#: The row of each action: how many services an action on one service stops.
_ROWS = {
    "stop": "stopping one stops",
    "restart": "restarting one stops",
    "fail": "the failure of one stops",
    "ban": "banning one stops",
    "standby": "standby of a node stops",
    "reload": "reloading one stops",
    "certificate": "a new certificate stops",
    "upgrade": "an upgrade of httpd stops",
}


def headings(report: Report) -> tuple[str, ...]:
    """Return the headings of `rows`; the chosen layout has a star."""
    layouts = (
        f"{result.layout}{' *' if result is report.chosen else ''}" for result in report.results
    )
    return ("", *layouts)


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield a row for each thing to compare.

    How many services an action stops is counted for the service where it is worst.
    """
    results = report.results
    yield ("verdict", *(result.verdict for result in results))
    for severity in (Severity.CONFLICT, Severity.RISK):
        counts = ("-" if result.not_possible else str(result.count(severity)) for result in results)
        yield (f"{severity.word}s", *counts)
    yield _row("units", results, lambda impact: str(len(impact.units)))
    for action in ACTIONS:
        yield _row(_ROWS[action], results, _reach(action, len(report.services)))
    yield _row("processes", results, lambda impact: str(impact.processes))
    yield _row("memory at least", results, lambda impact: f"{impact.memory / 1024**3:.1f} GiB")
    yield _row("ports", results, lambda impact: str(len(impact.ports)))
    for failure, manager in dict.fromkeys(map(_kind, _recoveries(report))):
        yield _row(f"{failure}: {manager}", results, _seconds(failure, manager))


def formulas(report: Report) -> Iterator[str]:
    """Yield what the times are and how they were computed, each formula once."""
    lines = (
        f"{recovery.failure}, {recovery.by}: {recovery.formula}" for recovery in _recoveries(report)
    )
    yield from dict.fromkeys(("times without an answer: mean / worst", *lines))


def to_json(report: Report) -> dict[str, Any]:
    """Return the comparison as plain values; times are seconds, sizes bytes.

    A time of null means that the failure is never noticed.
    """
    return {
        "wsgigen": __version__,
        "name": visible(report.name),
        "layout": report.layout,
        "services": list(report.services),
        "layouts": {result.layout: _layout_to_json(result) for result in report.results},
    }


def _layout_to_json(result: LayoutResult) -> dict[str, Any]:
    verdict = {
        "verdict": result.verdict,
        "conflicts": result.count(Severity.CONFLICT),
        "risks": result.count(Severity.RISK),
    }
    impact = result.impact
    if impact is None:
        messages = [visible(problem.message) for problem in result.not_possible]
        return {**verdict, "not_possible": messages}
    return {
        **verdict,
        "units": list(impact.units),
        "reach": {action: list(impact.widest(action).loses) for action in ACTIONS},
        "processes": impact.processes,
        "memory": impact.memory,
        "ports": list(impact.ports),
        "recoveries": [_recovery_to_json(recovery) for recovery in impact.recoveries],
    }


def _recovery_to_json(recovery: Recovery) -> dict[str, Any]:
    return {
        "what": recovery.failure,
        "by": recovery.by,
        "mean": recovery.mean,
        "worst": recovery.worst,
        "formula": recovery.formula,
    }


def _row(
    name: str, results: tuple[LayoutResult, ...], cell: Callable[[Impact], str]
) -> tuple[str, ...]:
    return (name, *(cell(result.impact) if result.impact else "-" for result in results))


def _reach(action: str, services: int) -> Callable[[Impact], str]:
    return lambda impact: f"{len(impact.widest(action).loses)} of {services}"


def _recoveries(report: Report) -> Iterator[Recovery]:
    for result in report.results:
        yield from result.impact.recoveries if result.impact else ()


def _kind(recovery: Recovery) -> tuple[str, str]:
    return (recovery.failure, recovery.by)


def _seconds(failure: str, manager: str) -> Callable[[Impact], str]:
    def cell(impact: Impact) -> str:
        for recovery in impact.recoveries:
            if _kind(recovery) == (failure, manager):
                return _times(recovery)
        return "-"

    return cell


def _times(recovery: Recovery) -> str:
    if recovery.mean is None or recovery.worst is None:
        return "never noticed"
    return f"{recovery.mean:g} / {recovery.worst:g} s"
