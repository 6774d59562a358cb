"""The group of commands: what it lists without importing, what it imports, and how it exits."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from wsgigen.cli.group import CommandsByName
from wsgigen.cli.main import main

NAMES = list(main.commands)


def imported(*words: str) -> set[str]:
    """Return the modules of wsgigen that a call imports."""
    code = (
        "import json, sys\n"
        "from wsgigen.cli.main import main\n"
        "status = main(sys.argv[1:], standalone_mode=False)\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('wsgigen')]))"
    )
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout.splitlines()[-1]))


def commands(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("wsgigen.cli.commands.")}


def test_help_imports_no_command():
    assert commands(imported("--help")) == set()


def test_a_call_imports_its_command_alone():
    modules = imported("completion", "bash")
    assert commands(modules) == {"wsgigen.cli.commands.completion"}
    assert "wsgigen.plan.resolve" not in modules


def test_a_build_that_changes_nothing_imports_nothing_that_plans_or_writes(tmp_path):
    call = ("build", "profiles/controller-single.yaml", "--root", str(tmp_path / "root"))
    writing = {"wsgigen.plan.resolve", "wsgigen.render.render", "wsgigen.tree.build"}
    assert imported(*call) >= {*writing, "wsgigen.tree.unchanged", "wsgigen.tree.survey"}
    left_out = {*writing, "wsgigen.tree.survey", "wsgigen.tree.journal", "wsgigen.tree.exchange"}
    assert not imported(*call) & left_out


@pytest.mark.parametrize("name", NAMES)
def test_help_lists_the_first_sentence_of_each_command_whole(name):
    (first, *_) = main.commands[name].help.split("\n\n")
    assert first.endswith(".")
    listed = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    assert f" {name} {first}" in listed


@pytest.mark.parametrize("name", NAMES)
def test_every_command_ends_its_help_with_examples_of_itself(name):
    *_, examples = main.commands[name].help.split("\n\n")
    heading, *lines = examples.removeprefix("\b\n").splitlines()
    assert heading == ("Example:" if len(lines) == 1 else "Examples:")
    assert all(f"wsgigen {name}" in line for line in lines)


def test_a_misspelt_command_is_told_with_the_nearest():
    done = CliRunner().invoke(main, ["chekc"])
    assert done.exit_code == 2
    assert "No such command 'chekc'" in done.output


@pytest.mark.parametrize("name", ["__init__", "../main", "Check", "check.py", ""])
def test_what_is_no_name_of_a_command_is_not_found(name):
    assert main.commands.get(name) is None


def test_a_shell_completes_names_with_what_each_is_for():
    items = main.shell_complete(click.Context(main, info_name="wsgigen"), "s")
    assert [item.value for item in items] == ["schema", "services", "show", "simulate"]
    assert items[0].help.startswith("Print the JSON Schema")


def test_a_command_added_to_the_folder_is_listed_and_called(tmp_path, monkeypatch):
    package = tmp_path / "more_commands"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "say_hello.py").write_text(
        '"""Say hello.\n\nMore."""\n'
        "import click\n"
        "COMMAND = click.Command('say-hello', callback=lambda: 3)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    found = CommandsByName("more_commands")
    assert (list(found), len(found)) == (["say-hello"], 1)
    assert [(listed.name, listed.help) for listed in found.summaries()] == [
        ("say-hello", "Say hello.")
    ]
    monkeypatch.setattr(main, "commands", found)
    assert CliRunner().invoke(main, ["say-hello"]).exit_code == 3
