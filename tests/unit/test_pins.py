"""Every tool that decides whether a change lands has one version, with all that it needs."""

import importlib.util
import os
import platform
import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[2]
CONSTRAINTS = TOP / "tests" / "constraints.txt"
PINS = [
    Requirement(line) for line in CONSTRAINTS.read_text().splitlines() if not line.startswith("#")
]
PYTHONS = ("3.11.2", "3.13.5")


def wanted() -> list[Requirement]:
    """Return what script/pins resolves: all that tox.ini and pyproject.toml name."""
    spec = importlib.util.spec_from_loader("pins", None)
    assert spec
    pins = importlib.util.module_from_spec(spec)
    pins.__file__ = str(TOP / "script/pins")
    exec(compile((TOP / "script/pins").read_text(), pins.__file__, "exec"), vars(pins))
    return [Requirement(one) for one in pins.wanted()]


def pinned(name: str, python: str) -> list[Requirement]:
    """The pins of *name* that hold for *python*."""
    return [
        one
        for one in PINS
        if canonicalize_name(one.name) == canonicalize_name(name)
        and (
            one.marker is None
            or one.marker.evaluate(
                {"python_full_version": python, "python_version": python.rpartition(".")[0]}
            )
        )
    ]


def test_every_pin_is_one_exact_version():
    assert [str(one) for one in PINS if not re.fullmatch(r"==[\w.+!]+", str(one.specifier))] == []


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_tox_and_pyproject_name_is_pinned(python):
    names = {one.name for one in wanted()}
    assert {
        "ruff",
        "mypy",
        "import-linter",
        "pytest",
        "tox",
        "hatchling",
        "mod_wsgi-standalone",
        "click",
    } <= names
    found = {one.name: pinned(one.name, python) for one in wanted()}
    assert {name: pins for name, pins in found.items() if len(pins) != 1} == {}
    assert [
        str(one)
        for one in wanted()
        if not one.specifier.contains(str(found[one.name][0].specifier).removeprefix("=="))
    ] == []


def test_no_environment_of_tox_goes_without_the_pins():
    """Where deps are named the constraints come first; what comes with a package is held by PIP_CONSTRAINT."""
    text = (TOP / "tox.ini").read_text()
    for deps in re.findall(r"^deps =\n((?:    .*\n)+)", text, re.M):
        assert deps.splitlines()[0] == "    --constraint {tox_root}/tests/constraints.txt"
    assert not re.search(r"^deps = \S", text, re.M)
    assert text.count("PIP_CONSTRAINT = {tox_root}/tests/constraints.txt\n") == 1
    assert re.findall(r"^set_env = (.*)", text, re.M) == ["{[pkgenv]set_env}"]


def test_what_is_installed_is_what_is_pinned():
    if "TOX_ENV_NAME" not in os.environ:
        pytest.skip("not run by tox, which installs what is pinned")
    python = platform.python_version()
    installed = {canonicalize_name(one.name): one.version for one in distributions()}
    wrong = [
        f"{one}, not {installed[name]}"
        for name in installed
        for one in pinned(name, python)
        if installed[name] not in one.specifier
    ]
    assert wrong == []
