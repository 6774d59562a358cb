"""A build that is killed, at every moment there is.

The moments are those before each call into the file system, as Python's audit events tell of them.
Between two of them the disk does not change, but for the content of files that are being made
ready.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.unit.tree.trees import FOREIGN, MANIFEST, NEW, OLD, contents, foreign, left
from wsgigen.errors import UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree.build import build_tree

_CALLS = ("open", "os.", "shutil.", "tempfile.", "ctypes.", "fcntl.")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a file system: a thousand trees are written."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=shared) as directory:
        yield Path(directory)


def killed(root: Path, artifacts: Sequence[Artifact], moment: int) -> bool:
    """Return whether a build was killed at its *moment*-th moment, not done before."""
    child = os.fork()
    if not child:
        status = 1
        try:
            _arm(moment)
            build_tree(artifacts, root, "p")
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _arm(moment: int) -> None:
    moments = count()

    def audit(event, _):
        if event.startswith(_CALLS) and event != "os.kill" and next(moments) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


def tree(tmp_path: Path, artifacts: Sequence[Artifact] | None, *, others: bool) -> dict[str, Any]:
    """Return the content of a root after a build that nobody killed."""
    root = tmp_path / "wanted"
    if others:
        foreign(root)
    if artifacts is not None:
        build_tree(artifacts, root, "p")
    tree_found = contents(root)
    shutil.rmtree(root, ignore_errors=True)
    return tree_found


def prepared(tmp_path: Path, artifacts: Sequence[Artifact] | None, *, others: bool) -> Path:
    root = tmp_path / "beside" / "root"
    shutil.rmtree(root.parent, ignore_errors=True)
    root.parent.mkdir()
    if others:
        foreign(root)
    if artifacts is not None:
        build_tree(artifacts, root, "p")
    return root


_SCENARIOS = pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, OLD, id="first build"),
        pytest.param(OLD, NEW, id="update"),
        pytest.param(OLD, (), id="all goes"),
    ],
)


@_SCENARIOS
@pytest.mark.slow
def test_a_tree_of_wsgigens_own_is_the_old_one_or_the_new_one(tmp_path, before, after):
    old, new = (tree(tmp_path, artifacts, others=False) for artifacts in (before, after))
    seen = []
    for moment in count():
        root = prepared(tmp_path, before, others=False)
        if not killed(root, after, moment):
            break
        tree_found = contents(root)
        assert tree_found in (old, new), f"moment {moment}"
        seen.append(tree_found == new)
        build_tree(after, root, "p")
        assert contents(root) == new
        assert left(root) == []
    assert len(seen) > 20
    assert seen == sorted(seen), "once new, it stays new"
    assert {True, False} == set(seen), "there are moments on both sides"


@_SCENARIOS
@pytest.mark.parametrize("again", ["the same profile", "the profile of before"])
@pytest.mark.slow
def test_among_others_files_each_file_is_old_or_new_and_the_next_build_heals(
    tmp_path, before, after, again
):
    old, new = (tree(tmp_path, artifacts, others=True) for artifacts in (before, after))
    next_, wanted = (
        (after, new)
        if again == "the same profile"
        else (before or (), tree(tmp_path, before or (), others=True))
    )
    states = set()
    for moment in count():
        root = prepared(tmp_path, before, others=True)
        if not killed(root, after, moment):
            break
        tree_found = contents(root)
        for name, state in tree_found.items():
            if ".wsgigen-new" not in name:
                assert state in (old.get(name), new.get(name)), f"moment {moment}: {name}"
        for name in old.keys() & new.keys():
            assert name in tree_found, f"moment {moment}: {name} is missing"
        states.add(
            tuple(
                sorted(
                    (name, state)
                    for name, state in tree_found.items()
                    if ".wsgigen-new" not in name
                )
            )
        )
        build_tree(next_, root, "p")
        assert contents(root) == wanted, f"moment {moment}"
        assert left(root) == []
    assert moment > 20
    assert len(states) > 4, "there are moments in the middle"


@pytest.mark.slow
def test_a_build_that_heals_may_be_killed_too(tmp_path):
    """Three builds of two profiles, the first two of which are killed at many moments."""
    new = tree(tmp_path, NEW, others=True)
    pairs = 0
    for first in count(0, 5):
        root = prepared(tmp_path, OLD, others=True)
        if not killed(root, NEW, first):
            break
        for second in count(first % 7, 7):
            root = prepared(tmp_path, OLD, others=True)
            assert killed(root, NEW, first)
            if not killed(root, OLD[:3], second):
                break
            build_tree(NEW, root, "p")
            assert contents(root) == new, f"moments {first} and {second}"
            assert left(root) == []
            pairs += 1
    assert pairs > 50


@pytest.mark.slow
def test_a_journal_is_as_much_of_wsgigens_as_a_manifest(tmp_path):
    """After a kill in the middle a person's change is still told from wsgigen's own."""
    for moment in count():
        root = prepared(tmp_path, OLD, others=True)
        assert killed(root, NEW, moment)
        if (root / ".wsgigen-new").exists() and (
            root / "etc/wsgigen/keystone/httpd.conf"
        ).read_text() == "new\n":
            break
    (root / "etc/wsgigen/keystone/httpd.conf").write_text("mine\n")
    with pytest.raises(UserError, match="was changed since it was built"):
        build_tree(NEW, root, "p")
    assert (root / "etc/wsgigen/keystone/httpd.conf").read_text() == "mine\n"
    build_tree(NEW, root, "p", force=True)
    assert contents(root) == tree(tmp_path, NEW, others=True)
    assert {name: (root / name).read_text() for name in FOREIGN} == FOREIGN
    assert (root / MANIFEST).exists()
