"""Root builds where somebody else may write, who exchanges directories for links while it does."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.given import as_root
from tests.unit.tree.trees import NEW, OLD, contents, foreign
from wsgigen.errors import UserError
from wsgigen.tree.build import build_tree
from wsgigen.tree.remove import remove_tree

_CALLS = ("open", "os.")


@dataclass
class _Plan:
    """The action of the hook at a call into the file system; a hook cannot be removed."""

    at: int = -1  #: the call; below 0 none
    calls: int = 0
    act: Callable[[], object] = tuple


_plan = _Plan()


def _hook(event: str, _: object) -> None:
    if event.startswith(_CALLS) and _plan.at >= 0:
        _plan.calls += 1
        if _plan.calls == _plan.at:
            _plan.at = -1
            _plan.act()


sys.addaudithook(_hook)


def during(moment: int, act: Callable[[], object], work: Callable[[], object]) -> bool:
    """Do *work*, and *act* before its *moment*-th call. Returns whether there was such a moment."""
    _plan.at, _plan.calls, _plan.act = moment, 0, act
    with suppress(UserError):
        work()
    was_there = _plan.at < 0
    _plan.at = -1
    return was_there


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory of another user's with a root in it, and what must stay as it is beside it."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 65534, 65534)
    return tmp_path


def theirs(path: Path) -> None:
    for top, _, names in os.walk(path):
        for name in ("", *names):
            os.lchown(os.path.join(top, name), 65534, 65534)


def exchange(path: Path, target: Path) -> None:
    """Put a link of another user's in the place of a directory."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}-moved"))
        path.symlink_to(target)
        os.lchown(path, 65534, 65534)


@as_root
@pytest.mark.parametrize("which", ["etc", "etc/wsgigen", "usr/share/wsgigen", ""])
@pytest.mark.parametrize("work", ["build", "remove"])
@pytest.mark.slow
def test_an_exchanged_directory_leads_no_file_out_of_the_root(place, which, work):
    """Before every third call, which is enough to hit each walk of a path, as a build has some hundred."""
    moments = 0
    for moment in range(1, 2000, 3):
        root = place / "theirs" / f"root{moment}"
        foreign(root)
        build_tree(OLD, root, "p")
        theirs(root)
        target = place / "precious" / str(moment)
        target.mkdir()
        (target / "httpd.conf").write_text("precious\n")
        for name in ("etc", "usr"):
            (target / name).mkdir()
        before = contents(target)

        def act(path=root / which, target=target):
            exchange(path, target)

        def build(root=root):
            build_tree(NEW, root, "p", force=True)

        def remove(root=root):
            remove_tree(root, "p", force=True)

        was_there = during(moment, act, build if work == "build" else remove)
        assert contents(target) == before, f"moment {moment}"
        if not was_there:
            break
        moments += 1
    assert moments > 20


@as_root
def test_a_root_of_another_users_directory_is_not_replaced_as_a_whole(place):
    """They could exchange what is made ready beside it."""
    root = place / "theirs/root"
    build_tree(OLD, root, "p")
    inode = root.stat().st_ino
    build_tree(NEW, root, "p")
    assert root.stat().st_ino == inode


@as_root
def test_what_others_called_like_our_leftovers_is_not_removed(place):
    """Neither where the directory is theirs, nor what is theirs in ours."""
    for parent in (place / "theirs", place):
        planted = parent / ".root.wsgigen-new-x"
        (planted / "kept").mkdir(parents=True)
        if parent == place:
            os.chown(planted, 65534, 65534)
        build_tree(OLD, parent / "root", "p")
        assert (planted / "kept").is_dir()


@as_root
def test_a_link_of_others_on_the_way_to_a_root_is_not_followed(place):
    link = place / "link"
    link.symlink_to(place / "precious")
    os.lchown(link, 65534, 65534)
    with pytest.raises(UserError) as raised:
        build_tree(OLD, link / "root", "p")
    said = raised.value.problems[0].message
    assert said == "cannot be written: link is a link of another user's (uid 65534)"
    assert contents(place / "precious") == {}


def test_a_link_of_ones_own_on_the_way_to_a_root_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    build_tree(OLD, tmp_path / "link/root", "p")
    assert (tmp_path / "real/root/usr/lib/empty").exists()
