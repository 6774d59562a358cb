"""A choice is a member of its type wherever it is decided by, and its value wherever it is written."""

import ast
import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import wsgigen
from wsgigen.catalog.choices import (
    Components,
    Family,
    LayoutName,
    Manager,
    Mode,
    PackageFormat,
)
from wsgigen.profile import kinds
from wsgigen.profile.value_type import ValueType
from wsgigen.registry import every
from wsgigen.render.syntax import SYNTAXES

CHOICES: tuple[type[StrEnum], ...] = (
    Components,
    Family,
    LayoutName,
    Manager,
    Mode,
    PackageFormat,
)
MEMBERS = [member for choice in CHOICES for member in choice]
_PACKAGE = Path(wsgigen.__file__).parent
#: Fields that hold a choice.
_FIELDS = ("components", "family", "manager", "mode", "package_format")


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_is_written_as_its_value(member: StrEnum) -> None:
    assert f"{member}" == member.value
    assert json.dumps({"choice": member}) == f'{{"choice": "{member.value}"}}'
    for syntax, quote in SYNTAXES.items():
        assert quote(member) == quote(member.value), syntax
    assert SYNTAXES["python"]((member,)) == SYNTAXES["python"]((member.value,))


@pytest.mark.parametrize(
    ("value_type", "choice"),
    [(kinds.MANAGER, Manager), (kinds.MODE, Mode), (kinds.COMPONENTS, Components)],
)
def test_a_profile_is_read_into_members(value_type: ValueType, choice: type[StrEnum]) -> None:
    for member in choice:
        assert value_type.read(member.value) is member


def test_layouts_are_those_that_have_a_name() -> None:
    assert {layout.name for layout in every("wsgigen.plan.layouts", "LAYOUT")} == set(LayoutName)


def compared_with_text(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a field of a choice is compared with text instead of a member."""
    values = {member.value for member in MEMBERS}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        fields = [
            side for side in sides if isinstance(side, ast.Attribute) and side.attr in _FIELDS
        ]
        texts = [side for side in sides if isinstance(side, ast.Constant) and side.value in values]
        if fields and texts:
            yield node.lineno


def test_a_comparison_with_text_is_seen() -> None:
    assert list(compared_with_text(ast.parse('a.manager == "systemd"\nb.mode is Mode.X'))) == [1]


def test_a_choice_is_compared_by_member() -> None:
    lines = {
        f"{path.relative_to(_PACKAGE)}:{line}"
        for path in _PACKAGE.rglob("*.py")
        for line in compared_with_text(ast.parse(path.read_text()))
    }
    assert lines == set()
