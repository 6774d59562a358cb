"""Report -> what its layouts cost, side by side: rows for people, plain values for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from wsgigen import __version__
from wsgigen.check.results import LayoutResult, Report
from wsgigen.check.rule import Severity
from wsgigen.cluster.impact import ACTIONS, Impact, Recovery
from wsgigen.errors import visible

#: What each action's reach is called.
_REACHES = {
    "stop": "stop one: stops",
    "restart": "restart one: stops",
    "fail": "one fails: stops",
    "ban": "ban one: stops",
    "standby": "standby of a node: stops",
    "reload": "reload one: stops",
}


def headings(report: Report) -> tuple[str, ...]:
    """Of `rows`; the chosen layout has a star."""
    return (
        "",
        *(f"{one.layout}{' *' if one is report.chosen else ''}" for one in report.results),
    )


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """A row for each thing to compare; services that lose requests are counted at the worst of all services."""
    found = report.results
    yield ("verdict", *(one.verdict for one in found))
    for severity, name in ((Severity.CONFLICT, "conflicts"), (Severity.RISK, "risks")):
        yield (name, *("-" if one.not_possible else str(one.count(severity)) for one in found))
    yield _row("units", found, lambda impact: str(len(impact.units)))
    for action in ACTIONS:
        yield _row(_REACHES[action], found, _widest(action, len(report.services)))
    yield _row("processes", found, lambda impact: str(impact.processes))
    yield _row("memory at least", found, lambda impact: f"{impact.memory / 1024**3:.1f} GiB")
    yield _row("ports", found, lambda impact: str(len(impact.ports)))
    for what, by in _recoveries(report):
        yield _row(f"{what}: {by}", found, _seconds(what, by))


def formulas(report: Report) -> Iterator[str]:
    """How the times were computed, each once."""
    said = (
        f"{one.what}, {one.by}: {one.formula}"
        for judged in report.results
        for one in _found(judged.impact)
    )
    yield from dict.fromkeys(said)


def plain(report: Report) -> dict[str, Any]:
    """All of it as plain values; times are seconds, sizes bytes. Null: the layout cannot be had, or it is never noticed."""
    return {
        "wsgigen": __version__,
        "name": visible(report.name),
        "layout": report.layout,
        "services": list(report.services),
        "layouts": {one.layout: _plain(one) for one in report.results},
    }


def _plain(one: LayoutResult) -> dict[str, Any]:
    counts = {
        "verdict": one.verdict,
        **{
            f"{severity.word}s": one.count(severity)
            for severity in (Severity.CONFLICT, Severity.RISK)
        },
    }
    impact = one.impact
    if impact is None:
        return {
            **counts,
            "not_possible": [visible(problem.message) for problem in one.not_possible],
        }
    return {
        **counts,
        "units": list(impact.units),
        "reach": {action: list(impact.widest(action).loses) for action in ACTIONS},
        "processes": impact.processes,
        "memory": impact.memory,
        "ports": list(impact.ports),
        "recoveries": [
            {name: getattr(each, name) for name in ("what", "by", "mean", "worst", "formula")}
            for each in impact.recoveries
        ],
    }


def _row(
    name: str, results: tuple[LayoutResult, ...], cell: Callable[[Impact], str]
) -> tuple[str, ...]:
    return (name, *(cell(one.impact) if one.impact else "-" for one in results))


def _widest(action: str, services: int) -> Callable[[Impact], str]:
    return lambda impact: f"{len(impact.widest(action).loses)} of {services}"


def _found(impact: Impact | None) -> tuple[Recovery, ...]:
    return impact.recoveries if impact else ()


def _recoveries(report: Report) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys(
        (one.what, one.by) for judged in report.results for one in _found(judged.impact)
    )


def _seconds(what: str, by: str) -> Callable[[Impact], str]:
    def cell(impact: Impact) -> str:
        one = next((each for each in impact.recoveries if (each.what, each.by) == (what, by)), None)
        if one is None:
            return "-"
        return (
            "never noticed"
            if one.mean is None or one.worst is None
            else f"{one.mean:g} s, worst {one.worst:g} s"
        )

    return cell
