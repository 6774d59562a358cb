"""`wsgigen build --check`, and several profiles at once: what a project's CI calls."""

import json
import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from tests.unit.given import keys, yaml
from tests.unit.tree.trees import contents
from wsgigen.cli.main import main


@pytest.fixture
def wsgigen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Calls wsgigen in a directory with the profiles profiles/a.yaml and profiles/b.yml: exit status and what it says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/a.yaml").write_text(yaml(keys()))
    (tmp_path / "profiles/b.yml").write_text(yaml(keys(layout="single")))
    (tmp_path / "profiles/README").write_text("no profile\n")

    def call(*words):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


def test_several_profiles_are_built_side_by_side(wsgigen, tmp_path):
    assert wsgigen("build", "profiles", "--root", "golden")[0] == 0
    assert sorted(tree.name for tree in (tmp_path / "golden").iterdir()) == ["a", "b"]
    assert wsgigen("build", "--check", "profiles", "--root", "golden") == (
        0,
        "golden/a: as profiles/a.yaml says\ngolden/b: as profiles/b.yml says\n",
    )


def test_a_directory_of_one_profile_has_its_tree_where_a_second_leaves_it(wsgigen, tmp_path):
    (tmp_path / "profiles/b.yml").unlink()
    wsgigen("build", "profiles", "--root", "golden")
    assert [tree.name for tree in (tmp_path / "golden").iterdir()] == ["a"]


def test_a_tree_that_is_not_there_is_one_line(wsgigen):
    accept = "    accept: wsgigen build profiles/a.yaml --root golden"
    assert wsgigen("build", "--check", "profiles/a.yaml", "--root", "golden") == (
        1,
        f"golden: is not there\n{accept}\n",
    )


def test_the_tree_of_a_profile_that_was_removed_is_named_with_the_way_to_accept_it(
    wsgigen, tmp_path
):
    wsgigen("build", "profiles", "--root", "golden")
    (tmp_path / "golden/notes").mkdir()
    (tmp_path / "profiles/b.yml").unlink()
    assert wsgigen("build", "--check", "profiles/a.yaml", "--root", "golden/a")[0] == 0
    status, said = wsgigen("build", "--check", "profiles", "--root", "golden")
    accept = "golden/b: is the tree of no profile in profiles\n    accept: rm -r golden/b\n"
    assert (status, said) == (1, f"golden/a: as profiles/a.yaml says\n{accept}")
    shutil.rmtree(tmp_path / "golden/b")
    assert wsgigen("build", "--check", "profiles", "--root", "golden")[0] == 0


def test_a_difference_is_shown_with_the_way_to_accept_it(wsgigen, tmp_path):
    wsgigen("build", "profiles", "--root", "golden")
    (tmp_path / "profiles/a.yaml").write_text(
        yaml(keys(services={"keystone": {"processes": 7}, "placement": {}}))
    )
    before = contents(tmp_path)
    status, said = wsgigen("build", "--check", "profiles", "--root", "golden")
    assert status == 1
    assert "+    WSGIDaemonProcess keystone processes=7" in said
    assert "golden/b: as profiles/b.yml says" in said
    assert contents(tmp_path) == before, "nothing is written"
    (accept,) = (
        line.removeprefix("    accept: ")
        for line in said.splitlines()
        if line.startswith("    accept: ")
    )
    assert wsgigen(*shlex.split(accept)[1:])[0] == 0
    assert wsgigen("build", "--check", "profiles", "--root", "golden")[0] == 0


def test_what_somebody_edited_is_accepted_by_force_alone(wsgigen, tmp_path):
    wsgigen("build", "profiles/a.yaml", "--layout", "single", "--root", "golden")
    (tmp_path / "golden/etc/apache2/sites-available/10-wsgigen-keystone.conf").write_text("mine\n")
    _, said = wsgigen(
        "build", "--check", "profiles/a.yaml", "--layout", "single", "--root", "golden"
    )
    assert (
        "    accept: wsgigen build profiles/a.yaml --root golden --layout single --force\n" in said
    )


@pytest.mark.parametrize("umask", [0o002, 0o077])
def test_whoever_checks_out_has_a_umask(wsgigen, tmp_path, umask):
    wsgigen("build", "profiles/a.yaml", "--root", "golden")
    for path in (tmp_path / "golden").rglob("*"):
        if not path.is_symlink() and path.is_file():
            path.chmod((0o777 if path.stat().st_mode & 0o100 else 0o666) & ~umask)
    assert wsgigen("build", "--check", "profiles/a.yaml", "--root", "golden")[0] == 0
    (tmp_path / "golden/usr/libexec/wsgigen/probe").chmod(0o644)
    status, said = wsgigen("build", "--check", "profiles/a.yaml", "--root", "golden")
    assert (status, said.splitlines()[0]) == (1, "/usr/libexec/wsgigen/probe has mode 644, not 755")


def test_a_checkout_that_may_not_be_written_can_be_checked(wsgigen, tmp_path):
    wsgigen("build", "profiles/a.yaml", "--root", "golden")
    for path in (tmp_path, *tmp_path.rglob("*")):
        if path.is_dir():
            path.chmod(0o555)
    try:
        assert wsgigen("build", "--check", "profiles/a.yaml", "--root", "golden")[0] == 0
    finally:
        for path in (tmp_path, *tmp_path.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


def test_all_that_is_wrong_with_several_is_said_at_once(wsgigen, tmp_path):
    (tmp_path / "profiles/a.yaml").write_text("wsgigen: 1\nlayout: round\n")
    (tmp_path / "profiles/b.yml").write_text("- 1\n")
    status, said = wsgigen("build", "profiles")
    assert status == 2
    assert "profiles/a.yaml:1:1: error:" in said
    assert "profiles/b.yml:1:1: error:" in said


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--check", "--force"], "--check writes nothing, so it goes without --force"),
        (
            ["--check", "--files-list", "x"],
            "--check writes nothing, so it goes without --files-list",
        ),
        (
            ["--check", "--keep-running"],
            "--check writes nothing, so it goes without --keep-running",
        ),
        (["--files-list", "x"], "--files-list is of one profile"),
    ],
)
def test_options_that_contradict_each_other(wsgigen, words, wrong, tmp_path):
    status, said = wsgigen("build", "profiles", *words)
    assert (status, said.splitlines()[0]) == (2, f"error: {wrong}")
    assert not (tmp_path / "build").exists()


def test_a_directory_without_a_profile_is_named(wsgigen, tmp_path):
    (tmp_path / "empty").mkdir()
    for command in ("build", "check"):
        assert wsgigen(command, "empty")[1].startswith("empty: error: holds no profile\n")


def test_profiles_of_one_name_would_be_one_tree(wsgigen, tmp_path):
    (tmp_path / "profiles/b.yaml").write_text(yaml(keys()))
    status, said = wsgigen("build", "profiles")
    assert (status, said.splitlines()[0]) == (
        2,
        "profiles/b.yml: error: has the name of profiles/b.yaml, whose tree it would replace",
    )
    assert wsgigen("check", "profiles")[0] == 0


def locations(run: dict[str, Any]) -> set[str]:
    return {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    }


def test_reports_beside_the_text(wsgigen, tmp_path):
    _, text = wsgigen("check", "profiles")
    assert wsgigen("check", "profiles", "--sarif", "a.sarif", "--junit", "a.xml") == (0, text)
    for name in ("sarif", "junit"):
        written = (tmp_path / {"sarif": "a.sarif", "junit": "a.xml"}[name]).read_text()
        assert written == wsgigen("check", "profiles", "--format", name)[1]
    (run,) = json.loads((tmp_path / "a.sarif").read_text())["runs"]
    assert locations(run) == {"profiles/a.yaml", "profiles/b.yml"}
    assert ElementTree.parse(tmp_path / "a.xml").getroot().tag == "testsuites"


def test_a_report_that_cannot_be_written_is_said_after_the_text(wsgigen):
    status, said = wsgigen("check", "profiles", "--sarif", "missing/a.sarif")
    assert status == 2
    assert said.endswith(
        "missing/a.sarif: error: cannot be written: No such file or directory\n    fix: name another file\n"
    )


def test_a_path_of_this_directory_is_reported_relative_to_it(wsgigen, tmp_path):
    """GitHub and GitLab show a finding at a path of the repository, and nothing at an absolute one."""
    wsgigen("check", os.path.abspath("profiles"), "--sarif", "a.sarif")
    (run,) = json.loads((tmp_path / "a.sarif").read_text())["runs"]
    assert locations(run) == {"profiles/a.yaml", "profiles/b.yml"}
