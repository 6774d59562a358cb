from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner

from wsgigen.cli.prompt import _ask, asker
from wsgigen.discover.prompts import one_of, some_of


def answered(read: Callable[[str], object], *answers: str) -> tuple[str, str]:
    """Return what is made of a person's *answers*, and what they see."""

    @click.command()
    def command():
        click.echo(repr(_ask("Which", "b", read)))

    done = CliRunner().invoke(command, input="".join(f"{answer}\n" for answer in answers))
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()[-1], done.output


def test_an_answer_that_cannot_be_read_is_asked_for_again_with_the_reason():
    value, seen = answered(one_of(["a", "b"]), "x", "a")
    assert value == "'a'"
    assert "Error: x is not known; use one of: a, b" in seen


@pytest.mark.parametrize(
    ("answer", "value"), [("", "['b']"), ("a,b a", "['a', 'b']"), ("b", "['b']")]
)
def test_several_names_are_separated_by_spaces_or_commas(answer, value):
    assert answered(some_of(["a", "b"], needed=True), answer)[0] == value


def test_nobody_is_asked_where_there_is_no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert asker() is None
