"""Shell scripts call the package by names that it has."""

import importlib
import re

import pytest

from tests.hosts.tree import HERE

IMPORTS = [
    found
    for file in sorted((HERE / "script").iterdir())
    if file.is_file() and "bash" in file.read_text().partition("\n")[0]
    for found in re.findall(r"^from (wsgigen[\w.]*) import (\w+)$", file.read_text(), re.M)
]


def test_what_shell_scripts_import_is_looked_at():
    assert ("wsgigen.host", "apache") in IMPORTS


@pytest.mark.parametrize(("module", "name"), IMPORTS)
def test_what_shell_scripts_import_is_there(module, name):
    if not hasattr(importlib.import_module(module), name):
        importlib.import_module(f"{module}.{name}")
