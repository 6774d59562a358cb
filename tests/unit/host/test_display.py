"""The table of what is served, and the lines where it cannot be drawn again."""

from pathlib import Path

import pytest

from tests.unit.given import planned
from wsgigen.host.display import HEADINGS, displayed, rows
from wsgigen.host.probe import Answer
from wsgigen.plan.model import Site


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Site, ...]:
    health = {"path": "/healthy", "statuses": [200]}
    services = {"keystone": {"health": health}, "placement": {"health": {"path": "/"}}}
    return planned(tmp_path, listen="127.0.0.1", services=services).sites


@pytest.mark.parametrize(
    ("answer", "health", "state", "milliseconds"),
    [
        (None, "/healthy -", "waiting", "-"),
        (Answer("200", True, 0.0124), "/healthy 200", "healthy", "12"),
        (Answer("503", False, 1.5), "/healthy 503", "not healthy", "1500"),
        (Answer("timed out", False, 5), "/healthy timed out", "not healthy", "5000"),
    ],
)
def test_a_row_says_what_was_asked_and_how_it_was_answered(
    sites, answer, health, state, milliseconds
):
    answers = {"keystone": answer} if answer else {}
    row, other = rows(sites, answers)
    assert row == ("keystone", "http://127.0.0.1:5000", health, state, milliseconds)
    assert len(row) == len(HEADINGS)
    assert other[3] == "waiting"


def test_without_a_terminal_a_line_is_for_each_service_and_the_table_comes_last(sites, capsys):
    answers: dict[str, Answer] = {}
    with displayed(sites, answers) as show:
        show()
        assert capsys.readouterr() == ("", "")
        show.healthy("keystone", 1.26)
        assert capsys.readouterr() == ("", "keystone is healthy after 1.3 s\n")
        answers["keystone"] = Answer("200", True, 0.01)
    table = capsys.readouterr().out
    assert [line.split()[0] for line in table.splitlines()] == ["service", "keystone", "placement"]
    assert "/healthy 200" in table


def test_the_table_is_shown_when_a_signal_ends_the_display_too(sites, capsys):
    with pytest.raises(KeyboardInterrupt), displayed(sites, {}):
        raise KeyboardInterrupt
    assert "waiting" in capsys.readouterr().out
