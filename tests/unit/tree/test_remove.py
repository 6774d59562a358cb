"""A tree that goes away.

All of it that is wsgigen's own, whenever it is killed, and nothing of others.
"""

import os
import shutil
import signal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.unit.given import as_root
from tests.unit.tree.test_killed import _arm
from tests.unit.tree.test_killed import killed as killed_build
from tests.unit.tree.trees import MANIFEST, NEW, OLD, contents, foreign, left
from wsgigen.errors import UserError
from wsgigen.tree.build import build_tree
from wsgigen.tree.remove import Removed, remove_tree

CONFIGURATION = "etc/wsgigen/keystone/httpd.conf"


def empty(root: Path) -> dict[str, Any]:
    """Return the content of a root that has others' files and no tree."""
    wanted = root.parent / "wanted"
    foreign(wanted)
    tree = contents(wanted)
    shutil.rmtree(wanted)
    return tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree among others' files."""
    path = tmp_path / "beside" / "root"
    path.parent.mkdir()
    foreign(path)
    build_tree(OLD, path, "p")
    return path


def problems(root: Path, profile: str = "p", **more: Any) -> list[tuple[str, str]]:
    """Return the problems of a removal that must change nothing, as place and message."""
    before = contents(root)
    with pytest.raises(UserError) as error:
        remove_tree(root, profile, **more)
    assert contents(root) == before
    return [
        (str(problem.location).removeprefix(str(root)), problem.message)
        for problem in error.value.problems
    ]


def test_all_that_was_built_goes_and_all_of_others_stays(root):
    assert remove_tree(root, "p") == Removed(
        tuple(sorted(str(artifact.path) for artifact in OLD)), ()
    )
    assert contents(root) == empty(root)


def test_a_root_of_wsgigens_own_is_left_empty(tmp_path):
    build_tree(OLD, tmp_path / "root", "p")
    remove_tree(tmp_path / "root", "p")
    assert contents(tmp_path / "root") == {}


def test_what_is_gone_already_is_not_missed(root):
    (root / CONFIGURATION).unlink()
    assert f"/{CONFIGURATION}" not in remove_tree(root, "p").removed
    assert contents(root) == empty(root)


def test_a_directory_with_something_of_others_stays(root):
    (root / "etc/wsgigen/mine").write_text("mine\n")
    assert remove_tree(root, "p").kept == ()
    assert set(contents(root)) == {*empty(root), "etc/wsgigen", "etc/wsgigen/mine"}


@pytest.mark.parametrize("how", ["content", "mode", "link"])
def test_what_somebody_changed_stays_and_is_named(root, how):
    path = root / CONFIGURATION
    if how == "content":
        path.write_text("mine\n")
    elif how == "mode":
        path.chmod(0o600)
    else:
        path.unlink()
        path.symlink_to("elsewhere")
    before = contents(root)[CONFIGURATION]
    done = remove_tree(root, "p")
    assert [(problem.location.file, problem.message) for problem in done.kept] == [
        (str(path), "was changed since it was built")
    ]
    assert contents(root)[CONFIGURATION] == before
    assert set(contents(root)) - set(empty(root)) == {
        *("etc/wsgigen", "etc/wsgigen/keystone", CONFIGURATION),
        *("usr/share", "usr/share/wsgigen", "usr/share/wsgigen/manifests", MANIFEST),
    }


def test_what_stays_is_removed_by_force_later(root):
    (root / CONFIGURATION).write_text("mine\n")
    remove_tree(root, "p")
    assert remove_tree(root, "p").kept != (), "it is still somebody's"
    assert remove_tree(root, "p", force=True) == Removed((f"/{CONFIGURATION}",), ())
    assert contents(root) == empty(root)


def test_what_stays_goes_once_it_is_as_it_was(root):
    (root / CONFIGURATION).write_text("mine\n")
    remove_tree(root, "p")
    (root / CONFIGURATION).write_text("old\n")
    assert remove_tree(root, "p").removed == (f"/{CONFIGURATION}",)
    assert contents(root) == empty(root)


def test_a_directory_in_the_place_of_a_file_stays_even_with_force(root):
    (root / CONFIGURATION).unlink()
    (root / CONFIGURATION).mkdir()
    assert [problem.message for problem in remove_tree(root, "p", force=True).kept] == [
        "is neither a file nor a link"
    ]
    assert (root / CONFIGURATION).is_dir()


def test_nothing_is_removed_through_a_link(root, tmp_path):
    shutil.move(root / "etc/wsgigen", tmp_path / "elsewhere")
    (root / "etc/wsgigen").symlink_to(tmp_path / "elsewhere")
    before = contents(tmp_path / "elsewhere")
    done = remove_tree(root, "p", force=True)
    assert {problem.message for problem in done.kept} == {f"is a link to {tmp_path / 'elsewhere'}"}
    assert contents(tmp_path / "elsewhere") == before


def test_the_manifest_is_not_looked_for_through_a_link(root, tmp_path):
    shutil.move(root / "usr/share", tmp_path / "elsewhere")
    (root / "usr/share").symlink_to(tmp_path / "elsewhere")
    assert problems(root) == [("/usr/share", f"is a link to {tmp_path / 'elsewhere'}")]


def test_where_nothing_was_built_that_is_said(tmp_path):
    foreign(tmp_path / "root")
    assert problems(tmp_path / "root") == [("", "holds nothing that `wsgigen build` wrote")]
    assert problems(tmp_path / "missing") == [("", "holds nothing that `wsgigen build` wrote")]


def test_a_tree_of_another_profile_is_left_alone(root):
    assert problems(root, "other") == [("", "was built from the profile p, not other")]
    assert problems(root, "other", force=True) == [("", "was built from the profile p, not other")]


def test_it_goes_once(root):
    remove_tree(root, "p")
    assert problems(root) == [("", "holds nothing that `wsgigen build` wrote")]


def killed(root: Path, moment: int) -> bool:
    """Return whether a removal was killed at its *moment*-th moment.

    False when it was done before that.
    """
    child = os.fork()
    if not child:
        status = 1
        try:
            _arm(moment)
            remove_tree(root, "p")
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


@pytest.mark.parametrize("then", ["remove", "build"])
@pytest.mark.parametrize("changed", [False, True], ids=["as it was built", "changed"])
@pytest.mark.slow
def test_killed_at_any_moment_it_can_be_run_again_or_built_again(tmp_path, then, changed):
    wanted = tmp_path / "wanted"
    foreign(wanted)
    build_tree(OLD, wanted, "p")
    built = contents(wanted)
    between = 0
    for moment in count():
        root = tmp_path / "beside" / "root"
        shutil.rmtree(root.parent, ignore_errors=True)
        root.parent.mkdir()
        foreign(root)
        build_tree(OLD, root, "p")
        if changed:
            (root / CONFIGURATION).write_text("mine\n")
        if not killed(root, moment):
            break
        assert not changed or (root / CONFIGURATION).read_text() == "mine\n"
        between += contents(root) != built
        over = not (root / MANIFEST).exists() and not (root / ".wsgigen-new").exists()
        if then == "build" and changed and not over:
            with pytest.raises(UserError, match="was changed since it was built"):
                build_tree(OLD, root, "p")
            build_tree(OLD, root, "p", force=True)
            assert contents(root) == built, f"moment {moment}"
        elif then == "build":
            build_tree(OLD, root, "p", force=changed)
            assert contents(root) == built, f"moment {moment}"
        elif not over:
            remove_tree(root, "p", force=True)
            assert contents(root) == empty(root), f"moment {moment}"
        assert left(root) == []
    assert moment > 20
    assert between > 10


@pytest.mark.slow
def test_it_removes_what_a_killed_build_left(tmp_path):
    """The files of both sides, and those that were made ready."""
    removals = 0
    for moment in count():
        root = tmp_path / "beside" / "root"
        shutil.rmtree(root.parent, ignore_errors=True)
        root.parent.mkdir()
        foreign(root)
        build_tree(OLD, root, "p")
        if not killed_build(root, NEW, moment):
            break
        remove_tree(root, "p")
        assert contents(root) == empty(root), f"moment {moment}"
        assert left(root) == []
        removals += 1
    assert removals > 20


@as_root
def test_who_may_not_remove_it_is_told_and_all_stays():
    with TemporaryDirectory() as top:
        os.chmod(top, 0o755)
        root = Path(top) / "root"
        foreign(root)
        build_tree(OLD, root, "p")
        before = contents(root)
        child = os.fork()
        if not child:
            status = 1
            try:
                os.setuid(65534)
                remove_tree(root, "p")
            except UserError as error:
                status = 0 if "cannot be removed: Permission denied" in str(error) else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert contents(root) == before
