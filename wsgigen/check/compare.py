"""Report -> what its layouts cost, side by side: rows for people, plain values for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from wsgigen import __version__
from wsgigen.check.model import Judgement, Report, Severity
from wsgigen.cluster.impact import ACTIONS, Recovery, Stakes
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
        *(f"{one.layout}{' *' if one is report.chosen else ''}" for one in report.judgements),
    )


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """A row for each thing to compare; services that lose requests are counted at the worst of all services."""
    found = report.judgements
    yield ("verdict", *(one.verdict for one in found))
    for severity, name in ((Severity.CONFLICT, "conflicts"), (Severity.RISK, "risks")):
        yield (name, *("-" if one.refused else str(one.count(severity)) for one in found))
    yield _row("units", found, lambda stakes: str(len(stakes.units)))
    for action in ACTIONS:
        yield _row(_REACHES[action], found, _widest(action, len(report.services)))
    yield _row("processes", found, lambda stakes: str(stakes.processes))
    yield _row("memory at least", found, lambda stakes: f"{stakes.memory / 1024**3:.1f} GiB")
    yield _row("ports", found, lambda stakes: str(len(stakes.ports)))
    for what, by in _recoveries(report):
        yield _row(f"{what}: {by}", found, _seconds(what, by))


def formulas(report: Report) -> Iterator[str]:
    """How the times were computed, each once."""
    said = (
        f"{one.what}, {one.by}: {one.formula}"
        for judged in report.judgements
        for one in _found(judged.stakes)
    )
    yield from dict.fromkeys(said)


def plain(report: Report) -> dict[str, Any]:
    """All of it as plain values; times are seconds, sizes bytes. Null: the layout cannot be had, or it is never noticed."""
    return {
        "wsgigen": __version__,
        "name": visible(report.name),
        "layout": report.layout,
        "services": list(report.services),
        "layouts": {one.layout: _plain(one) for one in report.judgements},
    }


def _plain(one: Judgement) -> dict[str, Any]:
    counts = {
        "verdict": one.verdict,
        **{
            f"{severity.word}s": one.count(severity)
            for severity in (Severity.CONFLICT, Severity.RISK)
        },
    }
    stakes = one.stakes
    if stakes is None:
        return {**counts, "not_possible": [visible(problem.message) for problem in one.refused]}
    return {
        **counts,
        "units": list(stakes.units),
        "reach": {action: list(stakes.widest(action).loses) for action in ACTIONS},
        "processes": stakes.processes,
        "memory": stakes.memory,
        "ports": list(stakes.ports),
        "recoveries": [
            {name: getattr(each, name) for name in ("what", "by", "mean", "worst", "formula")}
            for each in stakes.recoveries
        ],
    }


def _row(
    name: str, judgements: tuple[Judgement, ...], cell: Callable[[Stakes], str]
) -> tuple[str, ...]:
    return (name, *(cell(one.stakes) if one.stakes else "-" for one in judgements))


def _widest(action: str, services: int) -> Callable[[Stakes], str]:
    return lambda stakes: f"{len(stakes.widest(action).loses)} of {services}"


def _found(stakes: Stakes | None) -> tuple[Recovery, ...]:
    return stakes.recoveries if stakes else ()


def _recoveries(report: Report) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys(
        (one.what, one.by) for judged in report.judgements for one in _found(judged.stakes)
    )


def _seconds(what: str, by: str) -> Callable[[Stakes], str]:
    def cell(stakes: Stakes) -> str:
        one = next((each for each in stakes.recoveries if (each.what, each.by) == (what, by)), None)
        if one is None:
            return "-"
        return (
            "never noticed"
            if one.mean is None or one.worst is None
            else f"{one.mean:g} s, worst {one.worst:g} s"
        )

    return cell
