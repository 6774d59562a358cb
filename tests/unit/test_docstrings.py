"""Docstrings begin with the thing itself or with a verb, not with "what" or "whether"."""

import ast
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def vague(source: str) -> list[int]:
    """Return the lines of *source* with a docstring that begins with "what" or "whether"."""
    return [
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, _DOCUMENTED)
        if (ast.get_docstring(node) or "").startswith(("What ", "Whether "))
    ]


def test_it_finds_them_in_modules_classes_and_functions():
    assert vague('"""What a module has."""\n\nclass A:\n    """What A is."""\n') == [1, 4]
    assert vague('def f():\n    """Whether it is so."""\n') == [2]
    assert vague('def f():\n    """Return whether it is so, and what."""\n') == []


@pytest.mark.parametrize("room", ["wsgigen", "tests", "bench"])
def test_no_docstring_begins_with_what_or_whether(room):
    modules = sorted((_TOP / room).rglob("*.py"))
    assert modules
    assert [
        f"{path.relative_to(_TOP)}:{line}" for path in modules for line in vague(path.read_text())
    ] == []
