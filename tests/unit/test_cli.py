"""A second build: what it may skip, and what it still sees and says."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.unit.given import OWN, keys, yaml
from tests.unit.tree.trees import contents, stamps
from wsgigen.cli.main import main
from wsgigen.profile import load
from wsgigen.profile.source import Source, read
from wsgigen.tree import origin


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, bool]]:
    """A build of a profile, as a function of the command's other words: what it says, and whether the profile was loaded for it."""
    loads = []

    def seen(path: Path) -> Source:
        loads.append(path)
        return read(path)

    monkeypatch.setattr(load, "read", seen)

    def build(*words):
        loads.clear()
        done = CliRunner().invoke(
            main, ["build", str(tmp_path / "a.yaml"), "--root", str(tmp_path / "root"), *words]
        )
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output.replace(str(tmp_path), ""), bool(loads)

    return build


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the profile."""

    def write(**more):
        (tmp_path / "a.yaml").write_text(yaml(keys(**more)))

    write()
    return write


def test_an_unchanged_profile_is_not_even_loaded(built, write, tmp_path):
    first, loaded = built()
    assert loaded
    before = stamps(tmp_path / "root")
    count = first.split()[1]
    assert built() == (f"/root: 0 written, 0 removed, {count} unchanged\n", False)
    assert stamps(tmp_path / "root") == before


def test_a_file_changed_by_hand_is_named(built, write, tmp_path):
    built()
    (tmp_path / "root/etc/wsgigen/keystone/httpd.conf").write_text("mine\n")
    words, loaded = built()
    assert loaded
    assert "/root/etc/wsgigen/keystone/httpd.conf: error: was changed since it was built" in words
    assert "1 written" in built("--force")[0]
    assert built()[1] is False


def test_a_lost_file_is_made_again(built, write, tmp_path):
    built()
    before = contents(tmp_path / "root")
    (tmp_path / "root/etc/wsgigen/keystone/httpd.conf").unlink()
    shutil.rmtree(tmp_path / "root/etc/wsgigen/placement")
    assert "3 written, 0 removed" in built()[0]
    assert contents(tmp_path / "root") == before
    assert built()[1] is False


def test_another_profile_or_option_is_another_build(built, write):
    built()
    assert built("--layout", "single")[1]
    assert built("--layout", "single")[1] is False
    assert built("--layout", "single", "--platform", "el-9")[1]
    assert built()[1]
    write(server_name="other.example.org")
    assert built()[1]
    assert built()[1] is False


def test_another_wsgigen_is_another_build(built, write, monkeypatch):
    built()
    monkeypatch.setattr(origin, "_wsgigen", lambda: "another")
    words, loaded = built()
    assert loaded and "0 written" in words
    assert built()[1] is False


def test_notes_are_said_each_time(built, write):
    write(layout="single", services={"keystone": {"processes": 500}})
    first, second = built(), built()
    assert (
        [line for line in first[0].splitlines() if line.startswith("note: ")]
        == second[0].splitlines()[:1]
        != []
    )
    assert (first[1], second[1]) == (True, False)


def test_a_profile_that_became_wrong_is_refused(built, write, tmp_path):
    built()
    (tmp_path / "a.yaml").write_text("wsgigen: 2\n")
    words, loaded = built()
    assert loaded and "error: wsgigen: 2 is not the format" in words
    (tmp_path / "a.yaml").unlink()
    assert "cannot be read" in built()[0]


def test_what_depends_on_this_machine_is_always_looked_at(built, write, tmp_path):
    write(platform="debian-12", venv=str(tmp_path / "venv"))
    assert "note" not in built()[0]
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv/pyvenv.cfg").write_text("version = 3.99.1\n")
    words, loaded = built()
    assert loaded and "/venv has Python 3.99" in words


def test_a_profile_that_changes_while_it_is_built_is_not_trusted(
    built, write, tmp_path, monkeypatch
):
    def changed(path: Path) -> Source:
        source = read(path)
        write(server_name="other.example.org")
        return source

    with monkeypatch.context() as patch:
        patch.setattr(load, "read", changed)
        built()
    assert "seal" not in (tmp_path / "root/usr/share/wsgigen/manifests/a.json").read_text()
    assert (
        "other.example.org"
        not in (tmp_path / "root/etc/wsgigen/keystone/keystone.conf").read_text()
    )
    assert built()[1]
    assert "other.example.org" in (tmp_path / "root/etc/wsgigen/keystone/keystone.conf").read_text()


def test_a_manifest_says_nothing_of_where_or_by_whom_it_was_built(write, tmp_path):
    for name in ("first", "deep/second"):
        (tmp_path / name).mkdir(parents=True)
        shutil.copy(tmp_path / "a.yaml", tmp_path / name)
        CliRunner().invoke(
            main,
            ["build", str(tmp_path / name / "a.yaml"), "--root", str(tmp_path / name / "root")],
        )
    assert contents(tmp_path / "first/root") == contents(tmp_path / "deep/second/root") != {}


def test_an_application_of_ones_own(built, write):
    write(openstack=None, services={"reports": OWN})
    assert [built()[1], built()[1]] == [True, False]
