"""The costs of layouts are shown side by side, and how they were computed."""

from pathlib import Path
from typing import Any

from tests.unit.given import keys, written, yaml
from wsgigen.check.compare import formulas, headings, rows, to_json
from wsgigen.check.report import of_profile
from wsgigen.check.results import Report
from wsgigen.check.run import rules
from wsgigen.cluster.impact import ACTIONS
from wsgigen.profile.load import load


def report(tmp_path: Path, **more: Any) -> Report:
    profile, source = load(written(tmp_path, yaml(keys(**more))))
    return of_profile(profile, source, rules(("shared-instance",)))


def table(made: Report) -> dict[str, list[str]]:
    return {name: cells for name, *cells in rows(made)}


def test_rows_have_a_cell_for_each_layout(tmp_path: Path) -> None:
    made = report(tmp_path, manager="pacemaker")
    assert headings(made) == ("", "single", "per-service *")
    assert table(made) == {
        "verdict": ["conflict", "clean"],
        "conflicts": ["1", "0"],
        "risks": ["0", "0"],
        "units": ["1", "2"],
        "stopping one stops": ["2 of 2", "1 of 2"],
        "restarting one stops": ["2 of 2", "1 of 2"],
        "the failure of one stops": ["2 of 2", "1 of 2"],
        "banning one stops": ["2 of 2", "1 of 2"],
        "standby of a node stops": ["2 of 2", "2 of 2"],
        "reloading one stops": ["0 of 2", "0 of 2"],
        "a new certificate stops": ["0 of 2", "0 of 2"],
        "an upgrade of httpd stops": ["2 of 2", "0 of 2"],
        "processes": ["11", "12"],
        "memory at least": ["0.4 GiB", "0.4 GiB"],
        "ports": ["2", "2"],
        "httpd is gone: pacemaker": ["9 / 34 s", "9 / 34 s"],
        "the API hangs: pacemaker": ["never noticed", "never noticed"],
        "httpd is restarted: pacemaker": ["4 / 34 s", "4 / 34 s"],
    }
    assert list(formulas(made)) == [
        "times without an answer: mean / worst",
        "httpd is gone, pacemaker: monitor every N = 10 s, and 4 s to stop and start a unit:"
        " mean N/2 + 4, worst N + 20 s timeout + 4",
        "the API hangs, pacemaker: never: a monitor of a systemd unit reads ActiveState only",
        "httpd is restarted, pacemaker: until what it has taken is answered, at most drain = 30 s,"
        " and 4 s to start: mean 4 with no request under way, worst drain + 4",
    ]


def test_a_layout_that_cannot_be_had_has_no_numbers(tmp_path: Path) -> None:
    made = report(tmp_path, groups={"a": ["keystone"]})
    assert table(made)["verdict"] == ["clean", "not possible", "clean"]
    assert {cells[1] for name, cells in table(made).items() if name != "verdict"} == {"-"}
    assert to_json(made)["layouts"]["per-service"]["not_possible"] == [
        "groups mean nothing in the layout per-service"
    ]


def test_programs_get_the_same_values(tmp_path: Path) -> None:
    made = to_json(report(tmp_path, layout="single", manager="pacemaker"))
    assert (made["layout"], made["services"]) == ("single", ["keystone", "placement"])
    single = made["layouts"]["single"]
    assert (single["verdict"], single["units"], single["ports"]) == (
        "conflict",
        ["apache2.service"],
        [5000, 8778],
    )
    assert single["reach"] == {
        action: [] if action in ("reload", "certificate") else ["keystone", "placement"]
        for action in ACTIONS
    }
    assert [recovery["mean"] for recovery in single["recoveries"]] == [9, None, 4]
