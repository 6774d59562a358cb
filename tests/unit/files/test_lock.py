import fcntl
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.unit.tree.trees import OLD, contents
from wsgigen.errors import UserError
from wsgigen.files import lock as locks
from wsgigen.tree.build import build_tree
from wsgigen.tree.unchanged import unchanged

_HOLD = """\
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_{})
print(1, flush=True)
input()
"""
_HAND_ON = """\
import fcntl, os, subprocess, sys
directory = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(directory, fcntl.LOCK_EX)
heir = subprocess.Popen(["sleep", "60"], pass_fds=[directory])
print(heir.pid, flush=True)
"""


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.2)


def why_locked(root: Path) -> str:
    begin = monotonic()
    with pytest.raises(UserError) as raised:
        build_tree(OLD, root, "p")
    assert monotonic() - begin < 10
    [problem] = raised.value.problems
    assert problem.location.file == str(root.parent)
    assert contents(root) == {}
    return problem.message


@pytest.mark.parametrize("kind", ["EX", "SH"])
def test_who_keeps_a_lock_is_named_and_not_waited_for_without_end(tmp_path, soon, kind):
    words = [sys.executable, "-c", _HOLD.format(kind), str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        said = why_locked(tmp_path / "root")
        holder.communicate(b"\n")
    name = Path(sys.executable).name[:15]
    assert said == f"is locked by {name} (pid {holder.pid}), for more than 0.2 seconds"


def test_who_inherited_a_lock_is_named_and_not_who_took_it(tmp_path, soon):
    words = [sys.executable, "-c", _HAND_ON, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as taker:
        heir = int(taker.stdout.readline())
        taker.wait()
        try:
            assert f"is locked by sleep (pid {heir})" in why_locked(tmp_path / "root")
        finally:
            os.kill(heir, 9)


def test_a_lock_that_is_given_back_in_time_is_waited_for(tmp_path):
    directory = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)
    words = [sys.executable, "-c", _BUILD, str(tmp_path / "root")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout.readline() == "ready\n"
        assert build.poll() is None
        os.close(directory)
        assert build.wait(timeout=30) == 0


def test_who_only_looks_whether_there_is_something_to_do_waits_for_no_lock(tmp_path):
    root = tmp_path / "root"
    build_tree(OLD, root, "p", origin="o")
    assert unchanged(root, "p", "o")
    directory = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)
    begin = monotonic()
    assert unchanged(root, "p", "o") is None
    assert monotonic() - begin < locks.PATIENCE / 2
    os.close(directory)
    assert unchanged(root, "p", "o")


_BUILD = """\
import sys
from pathlib import Path
from tests.unit.tree.trees import OLD
from wsgigen.tree.build import build_tree
from wsgigen.tree.unchanged import unchanged
print("ready", flush=True)
build_tree(OLD, Path(sys.argv[1]), "p")
"""
