"""script/figures counts what it says it counts, in a package that was made for it."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).resolve().parents[2]

PACKAGE = {
    "__init__.py": "",
    "plan/__init__.py": "",
    "plan/model.py": """\
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from house.check.subject import Subject


class Report:
    found: int = 0

    def known(self, what: int) -> Subject | None:
        self.found = what
        return None
""",
    "check/__init__.py": "",
    "check/subject.py": """\
from house.check import names
from house.text import Report as each


class Subject(each):
    def long(self) -> list[int]:
        import house.plan.model

        with open("/dev/null") as known:
            return [one for one in names.ALL if known]
""",
    "check/names.py": "ALL = (1, 2)\nfor one in ALL:\n    pass\n",
    "text.py": "class Report:\n    pass\n\n\ndef lines(one: str) -> str:\n    return one\n",
    "catalog/__init__.py": "",
    "catalog/families/red.py": "COMMON = 1\nMORE = 2\n",
    "catalog/platforms/red_9.py": "PLATFORM = 1\n",
}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("figures", str(TOP / "script" / "figures"))
    spec = importlib.util.spec_from_loader("figures", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in PACKAGE.items():
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_every_figure_of_a_made_package(script: ModuleType, checkout: Path) -> None:
    assert dict(script.figures(checkout, "house")) == {
        "lines": "36",
        "  plan": "14",
        "  check": "13",
        "  text": "6",
        "  catalog": "3",
        "  __init__": "0",
        "biggest room": "plan, 38.9 %",
        "lines of a module": "median 4.5, maximum 14, 0 of 6 over 150",
        "lines of a function": "median 3, maximum 5, 0 of 3 over 25",
        "import cycles": "1; check.subject plan.model",
        "local imports": "1; check.subject 1",
        "bindings of pronouns": "9; one 3; each 1; found 2; what 1; known 2",
        "class names that stand twice": "1; Report",
        "lines of platforms": "1; red_9 1",
        "lines of families": "2; red 2",
        "files for a change": "-",
    }


def test_files_for_a_change_are_those_that_the_steps_of_its_page_name(
    script: ModuleType, checkout: Path
) -> None:
    develop = checkout / "docs" / "develop"
    develop.mkdir(parents=True)
    (develop / "rule.md").write_text(
        "# Add a rule\nSee `check/rules/orders.py`.\n\n"
        "1. `house/check/rules/<rule>.py`: made by `script/docs`\n"
        "2. `tests/rules/<rule>.yaml`, then `tox`\n"
    )
    (develop / "tests.md").write_text("# Choose tests\n")
    rows = dict(script.figures(checkout, "house"))
    assert rows["files for rule"] == "2"
    assert rows["files for tests"] == "-"


@pytest.mark.slow
def test_the_house_itself_has_figures(script: ModuleType) -> None:
    rows = dict(script.figures(TOP))
    assert int(rows["lines"]) > 10_000
    assert rows["lines of a module"].startswith("median ")
