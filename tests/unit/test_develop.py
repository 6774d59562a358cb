"""Every page of docs/develop is done in a copy of the project: its steps are enough, and each is needed."""

import shutil
from pathlib import Path

import pytest

from tests.unit.develop import (
    PAGES,
    Step,
    apply_step,
    copy_project,
    read_commands,
    read_steps,
    run_command,
)

pytestmark = pytest.mark.slow
KINDS = [
    "command",
    "format",
    "layout",
    "need",
    "output",
    "platform",
    "profile-key",
    "rule",
    "scenario",
    "service",
]
NEEDED = [
    pytest.param(kind, step.path, id=f"{kind}-{step.path}")
    for kind in KINDS
    if (PAGES / f"{kind}.md").exists()
    for step in read_steps(PAGES / f"{kind}.md")
    if not step.is_made
]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that nothing is changed in."""
    top: Path = tmp_path_factory.mktemp("project") / "top"
    top.mkdir()
    copy_project(top)
    return top


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    top = tmp_path / "top"
    shutil.copytree(project, top, symlinks=True)
    return top


def files(top: Path) -> dict[str, bytes]:
    ignored = ("__pycache__", "build", ".hypothesis")
    return {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and not set(path.relative_to(top).parts) & set(ignored)
    }


def failures(kind: str, top: Path, steps: list[Step]) -> list[str]:
    """Return what is wrong after *steps*."""
    for step in steps:
        apply_step(step, top)
    return list(
        filter(None, (run_command(command, top) for command in read_commands(PAGES / f"{kind}.md")))
    )


def test_every_kind_of_change_has_its_page() -> None:
    index = (PAGES / "README.md").read_text()
    for kind in KINDS:
        assert f"({kind}.md)" in index
        assert (PAGES / f"{kind}.md").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_steps_of_a_page_are_enough_and_all_that_changes(kind: str, copy: Path) -> None:
    before, steps = files(copy), read_steps(PAGES / f"{kind}.md")
    assert failures(kind, copy, steps) == []
    after = files(copy)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {step.path for step in steps if not step.by_hosts}


@pytest.mark.parametrize(("kind", "omitted"), NEEDED)
def test_a_step_that_is_left_out_is_noticed(kind: str, omitted: str, copy: Path) -> None:
    steps = [step for step in read_steps(PAGES / f"{kind}.md") if step.path != omitted]
    assert failures(kind, copy, steps)
