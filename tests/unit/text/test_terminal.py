"""Output on a terminal and in a pipe, with colours and without."""

from collections.abc import Callable

import pytest

from wsgigen.text import terminal

ROWS = [("entrypoint: a", "ok", "as it should be " * 10), ("b", "failed", "")]
HEADINGS = ("what", "result", "why")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A function that prints the table on a terminal or in a pipe, with the variables that it is given."""

    def printed(tty: bool, **variables: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdout.isatty", lambda: tty, raising=False)
        terminal.print_table(HEADINGS, ROWS)
        return capsys.readouterr().out

    return printed


@pytest.mark.parametrize(
    ("tty", "variables", "colours"),
    [
        pytest.param(True, {}, True, id="a terminal"),
        pytest.param(False, {}, False, id="a pipe"),
        pytest.param(False, {"FORCE_COLOR": "1"}, True, id="a pipe, forced"),
        pytest.param(False, {"FORCE_COLOR": ""}, False, id="empty is not set"),
        pytest.param(True, {"NO_COLOR": "1"}, False, id="a terminal, forbidden"),
        pytest.param(True, {"NO_COLOR": ""}, True, id="nothing is forbidden by an empty word"),
        pytest.param(True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="both: forbidden"),
        pytest.param(True, {"TERM": "dumb"}, False, id="a terminal that cannot"),
    ],
)
def test_colours(on, tty, variables, colours) -> None:
    assert ("\x1b[32mok\x1b[0m" in on(tty, **variables)) == colours


def test_a_pipe_gets_whole_lines_whatever_columns_says(on) -> None:
    assert max(map(len, on(False, COLUMNS="40").splitlines())) > 160
    assert max(map(len, on(False, COLUMNS="40", FORCE_COLOR="1").splitlines())) > 160


def test_a_terminal_gets_lines_that_fit(on) -> None:
    assert max(map(len, on(True, COLUMNS="60", NO_COLOR="1").splitlines())) <= 60


def test_only_whole_cells_are_coloured(on, capsys) -> None:
    on(True)
    terminal.print_coloured("a.yaml:1: risk: keystone is not ok today, a failed start\n")
    out = capsys.readouterr().out
    assert out.startswith("a.yaml:1: \x1b[33mrisk\x1b[0m: keystone is not ok")
    assert out.count("\x1b") == 2
