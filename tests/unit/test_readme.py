"""How README.md is read as a program: a test of it cannot pass where it should not."""

import subprocess

import pytest

from tests.readme import ON_A_HOST, SCRIPTS, Command, results, script, section, sections

_PAGE = """\
# Title

## One

```yaml
# a.yaml
a: 1
```

```console
$ first --word
it prints
...
# second
```

## Two

Nothing to run.

```yaml
b: 2
```
"""


def test_commands_files_and_what_is_shown_are_found():
    (found,) = sections(_PAGE)
    assert found.heading == "One"
    assert found.files == {"a.yaml": "# a.yaml\na: 1\n"}
    assert found.commands == (Command("first --word", ("it prints", "...")), Command("second", ()))


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("one",), "one\n", True),
        (("one",), "\none  \n\n", True),
        (("one",), "one\ntwo\n", False),
        (("one",), "", False),
        (("one.",), "oney\n", False),
        (("...", "two"), "one\ntwo\n", True),
        (("...", "two"), "two\n", True),
        (("...", "two"), "two\nthree\n", False),
        (("id=...",), "id=5\n", True),
        (("id=...",), "name=5\n", False),
        (("log....",), "log.2026\n", True),
        (("log....",), "log\n", False),
        (("a", "...", "b"), "a\nx\ny\nb\n", True),
    ],
)
def test_output_is_compared_but_for_what_may_vary(shown, printed, same):
    assert (Command("c", shown).mismatch(0, printed) == "") == same


def test_a_command_that_shows_nothing_has_to_succeed():
    assert Command("c", ()).mismatch(0, "anything\n") == ""
    assert "exit status 3" in Command("c", ()).mismatch(3, "")


def test_the_script_runs_in_one_shell_and_tells_the_commands_apart():
    commands = (
        Command("export A=1", ()),
        Command("printf 'no end' >&2; false", ()),
        Command("echo $A", ("1",)),
    )
    printed = subprocess.run(
        ["bash", "-c", script(commands, "MARK")], capture_output=True, text=True, check=True
    ).stdout
    assert [(status, output.strip()) for status, output in results(printed, "MARK")] == [
        (0, ""),
        (1, "no end"),
        (0, "1"),
    ]


def test_every_command_of_the_readme_is_run_by_some_test():
    """tests/live/test_readme.py runs all others."""
    headings = [each.heading for each in sections()]
    assert len(headings) == len(set(headings))
    assert {ON_A_HOST, SCRIPTS} < set(headings)
    assert {command.words.split()[0] for command in section(SCRIPTS).commands} == {
        "script/demo",
        "script/test",
    }
    assert len(section(ON_A_HOST).commands) > 30
