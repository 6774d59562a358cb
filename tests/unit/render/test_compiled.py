import os
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import as_root
from wsgigen.render import compiled, translate
from wsgigen.render.compiled import Compiled


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with one template, and a file that stands for who compiles it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "translator.py").write_text("1\n")
    (tmp_path / "a.unit.j2").write_text("{{ word }} one\n")
    return tmp_path


def render_template(shelf: Path) -> str:
    """Render the template as a new process would."""
    namespace: dict[str, Any] = {}
    exec(Compiled(shelf / "translator.py").code_of(shelf / "a.unit.j2"), namespace)
    return str(namespace["render"]({"word": "word"}, str, {}, None)).rstrip("\n")


def kept(shelf: Path) -> Path:
    """The one file that is kept."""
    [path] = (shelf / "__pycache__").iterdir()
    return path


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled."""
    seen = []
    original = translate.translate

    def translated(template: str) -> str:
        seen.append(template)
        return original(template)

    monkeypatch.setattr(translate, "translate", translated)
    return seen


def test_a_template_is_compiled_once(shelf, compilations):
    assert [render_template(shelf), render_template(shelf)] == ["word one"] * 2
    assert compilations == ["{{ word }} one\n"]
    assert sys.implementation.cache_tag in kept(shelf).name


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda shelf, _: (shelf / "a.unit.j2").write_text("{{ word }} one"), id="template"
        ),
        pytest.param(lambda shelf, _: (shelf / "translator.py").write_text("2\n"), id="translator"),
        pytest.param(
            lambda _, patch: patch.setattr(compiled, "_jinja2", lambda: (1, 2)), id="jinja"
        ),
        pytest.param(lambda _, patch: patch.setattr(sys, "version", "3.11.99"), id="python"),
    ],
)
def test_whatever_decides_the_code_changes_it(shelf, compilations, monkeypatch, change):
    render_template(shelf)
    change(shelf, monkeypatch)
    assert render_template(shelf) == "word one"
    assert len(compilations) == 2
    render_template(shelf)
    assert len(compilations) == 2, "and is kept again"


def _as_a_link(path: Path) -> None:
    """The same bytes, by a link that others can write to."""
    elsewhere = path.parent.parent / "elsewhere"
    path.rename(elsewhere)
    elsewhere.chmod(0o666)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda raw: b"", id="empty"),
        pytest.param(lambda raw: raw[:-1], id="cut off"),
        pytest.param(lambda raw: raw[:31], id="cut off early"),
        pytest.param(lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:], id="one bit"),
        pytest.param(lambda raw: os.urandom(len(raw)), id="noise"),
        pytest.param(lambda raw: sha256(b"").digest(), id="nothing, well signed"),
    ],
)
def test_damage_is_mended(shelf, compilations, damage):
    render_template(shelf)
    whole = kept(shelf).read_bytes()
    kept(shelf).write_bytes(damage(whole))
    assert render_template(shelf) == "word one"
    assert len(compilations) == 2
    assert kept(shelf).read_bytes() == whole


def test_no_umask_lets_others_change_what_is_kept(shelf):
    before = os.umask(0)
    try:
        render_template(shelf)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (kept(shelf), kept(shelf).parent)]
    assert modes == [0o644, 0o755]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.chmod(0o666), id="others may write it"),
        pytest.param(lambda path: path.chmod(0o664), id="a group may write it"),
        pytest.param(
            lambda path: os.chown(path, 65534, 65534),
            id="another user's",
            marks=as_root,
        ),
        pytest.param(_as_a_link, id="a link to another user's"),
    ],
)
def test_what_others_can_have_written_is_not_run(shelf, compilations, change):
    render_template(shelf)
    change(kept(shelf))
    assert render_template(shelf) == "word one"
    assert len(compilations) == 2
    assert render_template(shelf) == "word one"
    assert len(compilations) == 2, "and is the own one again"


def test_a_directory_where_the_file_should_be_is_no_obstacle(shelf):
    render_template(shelf)
    path = kept(shelf)
    path.unlink()
    path.mkdir()
    assert render_template(shelf) == "word one"
    assert kept(shelf) == path, "and nothing is left beside it"


def test_a_file_where_the_directory_should_be_is_no_obstacle(shelf):
    (shelf / "__pycache__").write_text("")
    assert render_template(shelf) == "word one"


def test_where_nothing_can_be_written_it_is_compiled_each_time(shelf, compilations, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", "/proc/nowhere")
    assert [render_template(shelf), render_template(shelf)] == ["word one"] * 2
    assert len(compilations) == 2


def test_python_may_be_told_to_keep_nothing(shelf, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render_template(shelf) == "word one"
    assert not (shelf / "__pycache__").exists()


def test_python_may_be_told_to_keep_it_elsewhere(shelf, compilations, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(shelf / "elsewhere"))
    assert [render_template(shelf), render_template(shelf)] == ["word one"] * 2
    assert len(compilations) == 1
    assert not (shelf / "__pycache__").exists()


@pytest.mark.slow
def test_builds_at_the_same_time(tmp_path):
    """They share one empty directory of compiled code, and make the same tree."""
    profile = Path(__file__).parents[3] / "profiles" / "demo.yaml"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    words = (sys.executable, "-m", "wsgigen", "build", profile, "--platform", "debian-12", "--root")
    running = [
        subprocess.Popen([*words, tmp_path / str(number)], env=environment, cwd=profile.parents[1])
        for number in range(4)
    ]
    assert [one.wait() for one in running] == [0] * 4
    names = [path.name for path in (tmp_path / "cache").rglob("*.j2*")] + [
        path.name for path in (tmp_path / "cache").rglob("*opt-jinja2*")
    ]
    assert names and all(name.endswith(".pyc") for name in names)
    trees = [
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in map(tmp_path.joinpath, "0123")
    ]
    assert all(tree == trees[0] for tree in trees)
