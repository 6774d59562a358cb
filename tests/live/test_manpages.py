"""The manual pages, put to those who judge and show them."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.live.rpm import needed
from wsgigen.cli.main import main
from wsgigen.profile.reader import keys
from wsgigen.profile.reference import SECTIONS

_TOP = Path(__file__).parent.parent.parent
PAGES = sorted((_TOP / "docs/man").iterdir())


def shown(page: Path) -> str:
    """*page* on a terminal of 80 columns, without its weights."""
    needed("mandoc")
    done = subprocess.run(
        ["mandoc", "-T", "utf8", "-O", "width=78", page], capture_output=True, text=True, check=True
    )
    return re.sub(".\b", "", done.stdout)


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_mandoc_and_groff_find_nothing(page):
    needed("mandoc", "groff")
    done = subprocess.run(
        ["mandoc", "-T", "lint", page], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("", "")
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", page], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_nothing_is_wider_than_a_terminal(page):
    assert max(map(len, shown(page).expandtabs().splitlines())) <= 80


def test_every_command_and_every_option_is_there():
    text = shown(_TOP / "docs/man/wsgigen.1")
    for name, command in main.commands.items():
        assert re.search(rf"^   wsgigen {name}\b", text, re.M)
        assert all(
            option in text
            for one in command.params
            for option in one.opts
            if option.startswith("--")
        )


def test_every_key_is_there():
    text = shown(_TOP / "docs/man/wsgigen-profile.5")
    for _, _, model in SECTIONS:
        assert all(re.search(rf"^ +{name}\b", text, re.M) for name in keys(model))
