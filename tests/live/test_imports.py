"""How the processes of one daemon process group import their application, one first."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import serving
from .serving import ask

#: Each process leaves a file when its import begins, and when it ends.
_APPLICATION = """
import os, pathlib, time
TOP = pathlib.Path(__file__).parent

def mark(name):
    (TOP / f"{name}.{os.getpid()}").touch()

def count(name):
    return len(list(TOP.glob(f"{name}.*")))

def is_first():
    try:
        os.mkdir(TOP / "first")
    except FileExistsError:
        return False
    return True

mark("begun")
WORK
mark("imported")

def application(environ, start_response):
    start_response("200 OK", [])
    return [b"imported"]
"""


class Directory:
    """A directory with the module `shared`, and what its processes left there."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def profile(self, work: str, layout: str = "single", **keys: object) -> str:
        """Write a module whose import does *work*, and return a profile of a service that has it."""
        (self.top / "shared.py").write_text(_APPLICATION.replace("WORK", work))
        (self.top / "broken").touch()
        given = {
            "application": "'shared:application'",
            "python_path": f"['{self.top}']",
            "processes": 2,
        } | keys
        text = ", ".join(f"{key}: {value}" for key, value in given.items())
        return serving.profile(layout, a=text)

    def pids(self, mark: str) -> set[str]:
        return {file.suffix for file in self.top.glob(f"{mark}.*")}

    def mend(self) -> None:
        (self.top / "broken").unlink()


@pytest.fixture
def shared() -> Iterator[Directory]:
    with serving.directory() as top:
        serving.own(top)
        yield Directory(top)


def statuses(served: serving.Served, count: int = 40) -> set[int]:
    return {ask(served.url("a")).status for _ in range(count)}


def test_what_is_done_once_is_no_race(apache, shared):
    """Two processes that fill a database at the same time fail: Placement answers 500 on SQLite."""
    work = """
if not (TOP / "filled").exists():
    os.mkdir(TOP / "filling")
    time.sleep(1)
    (TOP / "filled").touch()
    os.rmdir(TOP / "filling")
"""
    text = shared.profile(work, "per-service", processes=8)
    with serving.serving(apache, text) as served:
        assert serving.until(lambda: len(shared.pids("imported")) == 8)
        assert shared.pids("begun") == shared.pids("imported")
        assert statuses(served) == {200}


def test_the_others_import_at_the_same_time(system, shared):
    """Each waits for the two others, which it could not if they came one after the other."""
    work = """
if not is_first():
    mark("second")
    while count("second") < 3:
        time.sleep(0.05)
"""
    with serving.serving(system, shared.profile(work, processes=4)):
        assert serving.until(lambda: len(shared.pids("imported")) == 4)


def test_a_process_that_alone_cannot_import_answers_nobody(apache, shared):
    work = """
if not is_first() and (TOP / "broken").exists():
    raise OSError("too many connections")
"""
    with serving.serving(apache, shared.profile(work)) as served:
        assert serving.until(lambda: "too many connections" in served.log("a", "error"))
        assert serving.until(lambda: "Another process has imported" in served.log("a", "error"))
        assert statuses(served) == {200}
        shared.mend()
        assert serving.until(lambda: len(shared.pids("imported")) == 2, 30)
        assert statuses(served) == {200}


def test_processes_that_all_cannot_import_answer_and_are_replaced(system, shared):
    """Their answers tell that the service is broken; none takes the other for a healthy one."""
    work = """
if (TOP / "broken").exists():
    raise OSError("no database")
"""
    with serving.serving(system, shared.profile(work), healthy=False) as served:
        assert serving.until(lambda: len(shared.pids("begun")) == 2)
        assert serving.until(lambda: failures(served) == 2), served.log("a", "error")
        assert statuses(served) == {500}
        assert "Another process" not in served.log("a", "error")
        shared.mend()
        assert serving.until(lambda: statuses(served, 4) == {200}, 30)


def failures(served: serving.Served) -> int:
    """Return how many processes say that they could not execute their script."""
    text = r"mod_wsgi \(pid=(\d+)[^\n]*(?:Failed to exec|Exception occurred)"
    return len(set(re.findall(text, served.log("a", "error"))))


def test_an_import_that_hangs_does_not_keep_the_others_from_theirs(system, shared):
    work = """
if is_first():
    time.sleep(600)
"""
    text = shared.profile(work, startup_timeout="6s", drain="1s")
    with serving.serving(system, text):
        assert len(shared.pids("imported")) == 1


def test_each_group_of_one_httpd_imports_by_itself(system, shared):
    """The import of one service waits for that of another, in another group, to begin."""
    work = """
while count("begun") < 2:
    time.sleep(0.05)
"""
    text = shared.profile(work, processes=1)
    (port,) = serving.ports(1)
    (line,) = [line for line in text.splitlines() if line.startswith("  a: ")]
    text += re.sub(r"port: \d+", f"port: {port}", line.replace("  a:", "  b:")) + "\n"
    with serving.serving(system, text, healthy=False) as served:
        assert serving.until(lambda: len(shared.pids("imported")) == 2, 20), "before half a minute"
        assert [ask(served.url(name)).status for name in "ab"] == [200, 200]
