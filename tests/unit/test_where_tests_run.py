"""The tests say where they run, and their helpers what they take and return."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from tests.conftest import SAMPLES

_TOP = Path(__file__).parents[2]


def collected(*words: str) -> list[str]:
    """Return the ids of the tests that pytest would run with *words*."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *words], cwd=_TOP, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.slow
def test_every_sample_is_of_tests_that_there_are():
    names = collected("-m", "sample", "tests/hosts", "tests/fresh")
    for words in SAMPLES:
        assert [name for name in names if all(word in name for word in words)], words


def test_a_test_on_hosts_is_in_one_part_of_tox():
    text = (_TOP / "tox.ini").read_text()
    (environment,) = re.findall(r"^\[testenv:hosts\{.*?(?=^\[)", text, flags=re.M | re.S)
    named = re.findall(r"tests/hosts/(test_\w+\.py)", environment)
    assert sorted(named) == sorted(path.name for path in (_TOP / "tests/hosts").glob("test_*.py"))


def test_docs_name_every_environment_of_tox_that_runs_tests():
    sections = re.split(r"^\[testenv:?(\w*)", (_TOP / "tox.ini").read_text(), flags=re.M)[1:]
    names = [
        name or "py"
        for name, text in zip(sections[::2], sections[1::2], strict=True)
        if "pytest -" in text or "pytest {" in text
    ]
    assert {"py", "quick", "hosts", "fresh"} <= set(names)
    page = (_TOP / "docs/develop/tests.md").read_text()
    assert [name for name in names if f"`tox -e {name}`" not in page] == []


def test_a_module_that_decides_has_tests_of_its_own():
    """script/mutate runs those first, and docs/develop/mutation.md sends people there."""
    project = tomllib.loads((_TOP / "pyproject.toml").read_text())
    modules = [PurePath(name) for name in project["tool"]["mutmut"]["only_mutate"]]
    own = [Path("tests/unit", *module.parts[1:-1], f"test_{module.name}") for module in modules]
    assert own
    assert [str(path) for path in own if not (_TOP / path).exists()] == []


def test_a_directory_of_unit_tests_is_a_room_of_the_package():
    directories = {path.parent.relative_to(_TOP / "tests/unit") for path in _unit_tests()}
    assert Path("cluster") in directories
    assert [
        str(directory)
        for directory in sorted(directories)
        if not (_TOP / "wsgigen" / directory / "__init__.py").exists()
    ] == []


def _unit_tests() -> Iterator[Path]:
    return (_TOP / "tests/unit").rglob("test_*.py")


def test_helpers_and_fixtures_say_their_types():
    """Only test functions, and functions inside of functions, may leave them out."""
    untyped = [
        f"{path.relative_to(_TOP)}:{function.lineno}: {function.name}"
        for path in sorted((_TOP / "tests").rglob("*.py"))
        if "apps" not in path.parts
        for function in functions(ast.parse(path.read_text()))
        if not function.name.startswith("test_") and not is_typed(function)
    ]
    assert untyped == []


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module and the methods of its classes."""
    for node in tree.body:
        for part in node.body if isinstance(node, ast.ClassDef) else (node,):
            if isinstance(part, ast.FunctionDef):
                yield part


def is_typed(function: ast.FunctionDef) -> bool:
    """Return whether all arguments but `self`, and the result, have types."""
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    rest = (one for one in (arguments.vararg, arguments.kwarg) if one)
    return function.returns is not None and all(
        one.annotation or one.arg in ("self", "cls") for one in (*every, *rest)
    )
