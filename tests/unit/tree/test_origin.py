import re
import shutil
from pathlib import Path

import pytest

import wsgigen
from wsgigen.tree import origin as module
from wsgigen.tree.origin import origin

_PACKAGE = Path(wsgigen.__file__).parent


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of wsgigen of its own, with a profile.

    The hash that a process of its own would find in it.
    """
    top = tmp_path / "checkout"
    shutil.copytree(_PACKAGE, top / "wsgigen")
    shutil.copytree(_PACKAGE.parent / "vhost_templates", top / "vhost_templates")
    monkeypatch.setattr(module, "_PACKAGE", top / "wsgigen")
    monkeypatch.setattr(module, "_wsgigen", module._wsgigen.__wrapped__)
    (top / "a.yaml").write_text("a: 1\n")
    return top


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda top: (top / "a.yaml").write_text("a: 1 \n"), id="profile"),
        pytest.param(lambda top: append(top / "wsgigen/plan/sites.py"), id="code"),
        pytest.param(lambda top: append(top / "wsgigen/catalog/services/keystone.py"), id="fact"),
        pytest.param(lambda top: append(top / "vhost_templates/vhost.apache.j2"), id="template"),
        pytest.param(
            lambda top: (top / "wsgigen/render/outputs/more.py").touch(), id="module added"
        ),
        pytest.param(
            lambda top: (top / "wsgigen/render/outputs/tmpfiles.py").unlink(), id="module removed"
        ),
        pytest.param(
            lambda top: (top / "vhost_templates/a.unit.j2").rename(
                top / "vhost_templates/b.unit.j2"
            ),
            id="template renamed",
        ),
    ],
)
def test_whatever_decides_the_tree_changes_it(copy, change):
    (copy / "vhost_templates/a.unit.j2").write_text("a\n")
    before = origin(copy / "a.yaml")
    assert before == origin(copy / "a.yaml") != ""
    change(copy)
    assert origin(copy / "a.yaml") != before


def append(path: Path) -> None:
    path.write_text(path.read_text() + "\n")


def test_options_and_the_name_of_the_profile_decide_the_tree(copy):
    (copy / "b.yaml").write_bytes((copy / "a.yaml").read_bytes())
    a, b = copy / "a.yaml", copy / "b.yaml"
    assert (
        len({origin(a), origin(a, "x"), origin(a, "x", None), origin(a, None, "x"), origin(b)}) == 5
    )


def test_where_it_stands_and_what_python_keeps_there_does_not(copy, tmp_path, monkeypatch):
    before = origin(copy / "a.yaml")
    (copy / "wsgigen/plan/__pycache__").mkdir(exist_ok=True)
    (copy / "wsgigen/plan/__pycache__/sites.cpython-311.pyc").write_text("")
    assert origin(copy / "a.yaml") == before
    copy.rename(tmp_path / "elsewhere")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "elsewhere/wsgigen")
    assert origin(tmp_path / "elsewhere/a.yaml") == before


def test_installed_and_in_a_checkout_it_is_the_same(copy, monkeypatch):
    before = origin(copy / "a.yaml")
    (copy / "vhost_templates").rename(copy / "wsgigen/vhost_templates")
    assert origin(copy / "a.yaml") == before


def test_a_profile_that_cannot_be_read_has_none(tmp_path):
    assert origin(tmp_path / "missing.yaml") == origin(tmp_path) == ""


def test_no_room_that_makes_trees_imports_one_that_is_left_out():
    rooms = ("catalog", "files", "plan", "profile", "render", "tree")
    left_out = {name for name in module._NO_PART if not name.startswith("_")}
    imported = {
        match
        for room in rooms
        for path in (_PACKAGE / room).rglob("*.py")
        for match in re.findall(r"^\s*(?:from|import) wsgigen\.(\w+)", path.read_text(), re.M)
    }
    assert imported >= {"catalog", "record"}
    assert imported & left_out == set()
