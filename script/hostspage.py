"""docs/evidence.md: what tests/hosts saw, from the records that it left."""

from collections.abc import Iterator

from tests.hosts.evidence import Seen, rows, scenes
from tests.hosts.scenario import NOT_SHOWN
from wsgigen.check.rule import Severity
from wsgigen.check.run import rules

_TABLES = {
    "served": (
        "What boots",
        (
            "The tree of a profile is laid over a host, `systemctl start wsgi.target`, every API "
            "is asked, no unit may have failed; then the"
        ),
        "host is rebooted, and asked again.",
    ),
    "boots": (
        "How fast hosts are there",
        "Three hosts at once, and a cluster of them until every node is online.",
    ),
    "recovery": (
        "How long a service is gone",
        (
            "21 services with an httpd each on one host of Debian 12; each got its fault once, at "
            "a random moment, and a client saw how"
        ),
        (
            "long it got no answer. It asks ten times a second for each service, and waits a "
            "second for each answer."
        ),
    ),
    "deaths": (
        "How long a killed httpd is gone",
        (
            "`kill -9` of the main process of a unit that systemd manages, 20 times with a pause "
            "in between, on an idle machine; a client asks"
        ),
        (
            "every 5 ms, and waits for the first answer of a new process. The application imports "
            "at once."
        ),
    ),
    "handovers": (
        "What a handover costs",
        (
            "`systemctl reload` of a service with an Apache of its own, again and again, while wrk "
            "and h2load ask as fast as they are"
        ),
        (
            "answered: 100 new connections in each second whatever happens, new ones one after the "
            "other, and kept ones. A request on a"
        ),
        (
            "connection that httpd has just closed, as it does with any idle one, is repeated by a "
            "client and not counted as lost."
        ),
    ),
    "losses": (
        "What an action costs",
        (
            "`hello`, `slow` (every request takes 0.5 s) and `secure` (TLS), asked without a pause "
            "by a client each. A reload and new daemon"
        ),
        (
            "processes may lose nothing; a restart answers what it has taken, and loses what comes "
            "while there is no httpd."
        ),
    ),
    "faults": (
        "What a fault costs",
        (
            "The same three; something happens to `hello`. Its neighbours may notice only where "
            "the httpd that they share is hit."
        ),
    ),
    "campaign": (
        "A walk of faults",
        (
            "A seeded walk over four services with an httpd each, managed by systemd, on a small "
            "disk. Every tenth step all is undone, and"
        ),
        (
            "every service has to be back within its bound, with no unit left over. Every upload "
            "that was acknowledged has to be on the disk."
        ),
    ),
}
_ABOUT = (
    (
        "Made by `script/docs` from `tests/hosts/evidence.jsonl`, where `script/evidence` keeps "
        "what the tests measured. They boot"
    ),
    (
        "throwaway hosts, each with a systemd as PID 1, an address of its own, and real httpd, "
        "corosync and Pacemaker; all share two"
    ),
    (
        "processors. The host el-9-shaped is Debian 12 with EL's names, paths and account, and the "
        "Apache from PyPI: no EL was to be had."
    ),
)
_CLAIMS = (
    (
        "Three hosts form a cluster. `hello` and `slow` share an Apache in the layouts `grouped` "
        "and `single` and have one each in"
    ),
    (
        "`per-service`; Pacemaker has a resource for each of them in all. Where a claim is about "
        "one resource, the layout is"
    ),
    (
        "`per-service`, and it is tried with the mistake and without it. Nothing is fenced. "
        "`wsgigen check --cib` is asked about the"
    ),
    (
        "cluster as it is then; stop, ban, fail and standby are put to `wsgigen simulate` before, "
        "whose answer stands beside."
    ),
)


def page() -> Iterator[str]:
    """The lines of the page."""
    seen, measured = scenes(), rows()
    yield from ("# Seen on hosts", "", *_ABOUT)
    dates = sorted({one.date for one in seen} | {one.date for one in measured})
    yield from (
        "",
        f"Measured {dates[0]} to {dates[-1]}." if len(dates) > 1 else f"Measured {dates[0]}.",
        "",
    )
    yield from (
        f"- {one.what['host']}: {one.figures['versions']}"
        for one in measured
        if one.table == "hosts"
    )
    for name, (title, *text) in _TABLES.items():
        if mine := [row for row in measured if row.table == name]:
            yield from (
                "",
                f"## {title}",
                "",
                *text,
                "",
                *_table([{**row.what, **row.figures} for row in mine]),
            )
    yield from ("", "## What the rules claim", "", *_CLAIMS)
    for scenario in dict.fromkeys(one.scenario for one in seen):
        yield from _scenario([one for one in seen if one.scenario == scenario])
    yield from ("", "## Each conflict rule", "", *_table(list(_index(seen))))


def _scenario(mine: list[Seen]) -> Iterator[str]:
    rules = ", ".join(_link(name) for name in mine[0].rules)
    yield from (
        "",
        f"### {mine[0].scenario[0].upper()}{mine[0].scenario[1:]}",
        "",
        mine[0].claim,
        "",
    )
    yield f"{f'Claimed by {rules}' if rules else 'No rule claims harm'}. Done: {mine[0].action}."
    foretold = any(one.foretold for one in mine)
    yield from ("", *_table([_line(one, foretold=foretold) for one in mine]))


def _line(one: Seen, *, foretold: bool) -> dict[str, str]:
    told = {"`wsgigen simulate`": one.foretold} if foretold else {}
    seen = {
        "where": one.where,
        "host": one.host,
        "Pacemaker believed": one.believed,
        "true was": one.true,
    }
    return {**seen, "`wsgigen check`": one.found, **told, "verdict": one.verdict}


def _index(seen: list[Seen]) -> Iterator[dict[str, str]]:
    for name, rule in sorted(rules().items()):
        if rule.severity is Severity.CONFLICT:
            shown = dict.fromkeys(one.scenario for one in seen if name in one.rules)
            yield {
                "rule": _link(name),
                "seen": ", ".join(shown) or NOT_SHOWN.get(name, "nothing is kept of it"),
            }


def _link(rule: str) -> str:
    return f"[{rule}](rules/{rule}.md)"


def _table(lines: list[dict[str, str]]) -> Iterator[str]:
    """The lines under the headings that the first one brings."""
    yield from (f"| {' | '.join(lines[0])} |", f"|{'---|' * len(lines[0])}")
    for line in lines:
        yield f"| {' | '.join(line.values())} |"
