"""Builds that are killed, refused or run into each other, as the command line tool that people call.

strace stops the program at a system call, or fails that; what the unit tests do at each moment of `write` is done here to all of a build.
A tree that is wsgigen's alone is the old one or the new one. Where others' files are around each file is, and the next build knows
both for its own: that is what `wsgigen/tree/write.py` promises.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.live.rpm import needed
from tests.live.serving import missing
from tests.unit.given import OWN, keys, yaml
from tests.unit.tree.trees import contents, left

#: What changes a file system.
CALLS = ",".join(
    (
        *(
            "write",
            "pwrite64",
            "writev",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
        ),
        *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat"),
    )
)
#: Of each call so many are tried; `all` tries every one.
SOME = os.environ.get("WSGIGEN_CRASHES", "3")
OLD = yaml(keys(services={"keystone": {}, "reports": OWN}))
NEW = yaml(keys(services={"keystone": {"processes": 5}, "placement": {}}))
Tree = dict[str, tuple[str, int, bytes | str]]


class Location:
    """A directory with the profile a.yaml and a root; a file of somebody else's is in that where *others* says so."""

    def __init__(self, directory: Path, *, others: bool) -> None:
        self.directory, self.root, self.others = directory, directory / "beside" / "root", others
        self.command = [sys.executable, "-m", "wsgigen", "build", "a.yaml", "--root", "beside/root"]
        self.world = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    def build(self, profile: str, *before: str) -> subprocess.CompletedProcess[str]:
        (self.directory / "a.yaml").write_text(profile)
        words = [*before, *self.command]
        return subprocess.run(
            words, cwd=self.directory, env=self.world, capture_output=True, text=True, check=False
        )

    def prepare(self) -> None:
        """The old tree and nothing else."""
        shutil.rmtree(self.root.parent, ignore_errors=True)
        self.root.mkdir(parents=True)
        if self.others:
            (self.root / "etc").mkdir()
            (self.root / "etc/motd").write_text("theirs\n")
        assert self.build(OLD).returncode == 0

    def tree(self) -> Tree:
        """All but the manifest's seal, which knows of more than the tree."""
        found = contents(self.root)
        return {name: one for name, one in found.items() if "manifests/" not in name}


@pytest.fixture(params=[False, True], ids=["alone", "among others"])
def location(request: pytest.FixtureRequest) -> Iterator[Location]:
    """In memory, where there is such a file system: the same tree is made again and again."""
    shared = Path("/dev/shm")
    with TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as directory:
        yield Location(Path(directory), others=request.param)


def trees(location: Location) -> tuple[Tree, Tree]:
    """The old tree and the new one."""
    location.prepare()
    old = location.tree()
    assert location.build(NEW).returncode == 0
    return old, location.tree()


def counted(location: Location) -> dict[str, int]:
    """How often each call is made."""
    location.prepare()
    log = location.directory / "calls"
    done = location.build(NEW, "strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CALLS}")
    assert done.returncode == 0, done.stderr
    return dict(
        Counter(
            found[1]
            for line in log.read_text().splitlines()
            if (found := re.match(r"\d+ +(\w+)\(", line))
        )
    )


def moments(location: Location) -> Iterator[tuple[str, int]]:
    """Calls by name and number: the first, the last, and as many between as are asked for."""
    needed("strace")
    for call, count in sorted(counted(location).items()):
        some = count if SOME == "all" else min(count, int(SOME))
        yield from ((call, 1 + round(one * (count - 1) / max(1, some - 1))) for one in range(some))


def injected(
    location: Location, call: str, number: int, what: str
) -> subprocess.CompletedProcess[str]:
    return location.build(
        NEW,
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:{what}:when={number}",
    )


def mixed(found: Tree, old: Tree, new: Tree) -> list[str]:
    """Files that are neither the old nor the new one; what is being made ready is nobody's yet."""
    ready = {name for name in found if ".wsgigen-new" in name}
    return [
        name
        for name, one in found.items()
        if name not in ready and one not in (old.get(name), new.get(name))
    ]


def test_killed_at_a_system_call(location):
    old, new = trees(location)
    seen = 0
    for call, number in moments(location):
        location.prepare()
        done = injected(location, call, number, "signal=SIGKILL")
        found, where = location.tree(), f"{call} {number}"
        assert done.returncode in (0, -signal.SIGKILL, 128 + signal.SIGKILL), where
        seen += done.returncode != 0
        if location.others:
            assert not mixed(found, old, new), where
        else:
            assert found in (old, new), where
        done = location.build(NEW)
        assert done.returncode == 0, f"{where}: {done.stderr}"
        assert location.tree() == new, where
        assert left(location.root) == [], where
    assert seen > 10


def test_a_disk_that_fails(location):
    """EIO is what a broken disk says. A build ends with an error that names the place, and leaves what a killed one does."""
    old, new = trees(location)
    refused = 0
    for call, number in moments(location):
        location.prepare()
        done = injected(location, call, number, "error=EIO")
        found, where = location.tree(), f"{call} {number}: {done.stderr}"
        assert "Traceback" not in done.stderr, where
        assert done.returncode in (0, 1, 2), where
        if done.returncode == 2:
            refused += 1
            assert "error: " in done.stderr
            assert "Input/output error" in done.stderr, where
        if location.others:
            assert not mixed(found, old, new), where
        else:
            assert found in (old, new), where
        assert location.build(NEW).returncode == 0, where
        assert location.tree() == new, where
    assert refused > 3


def in_mounts(script: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script in mounts of its own."""
    needed("unshare", "mount")
    if os.geteuid() != 0:
        missing("root, who alone may mount")
    words = ["unshare", "--mount", "sh", "-c", f"set -e; {script}"]
    world = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        words, cwd=directory, env=world, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("size", [16, 40, 64, 96, 128, 192])
@pytest.mark.parametrize("others", [False, True], ids=["alone", "among others"])
def test_a_full_disk(tmp_path, size, others):
    """From a disk that takes nothing to one that takes both trees: done, or refused with the old tree as it was."""
    location = Location(tmp_path, others=others)
    location.prepare()
    kept = tmp_path / "kept"
    shutil.copytree(location.root, kept, symlinks=True)
    (tmp_path / "a.yaml").write_text(NEW)
    build = " ".join(location.command)
    limit = f"mount -o remount,size=$(($(du -sk beside | cut -f1) + {size}))k beside"
    begin = f"mount -t tmpfs -o size=4m tmpfs beside; cp -a kept beside/root; {limit}"
    script = f"{begin}; {build} >said 2>&1 || echo status $? >>said; rm -rf found; cp -a beside/root found"
    done = in_mounts(script, tmp_path)
    assert done.returncode == 0, done.stderr
    said, found = (tmp_path / "said").read_text(), contents(tmp_path / "found")
    assert "Traceback" not in said
    if "status" in said:
        assert "status 2" in said
        assert "No space left on device" in said
        assert found == contents(kept), "as it was"
    else:
        assert "written" in said


def test_a_file_system_that_may_only_be_read(tmp_path):
    location = Location(tmp_path, others=False)
    location.prepare()
    (tmp_path / "a.yaml").write_text(NEW)
    done = in_mounts(
        f"mount --bind beside beside; mount -o remount,bind,ro beside; {' '.join(location.command)}",
        tmp_path,
    )
    assert done.returncode == 2
    assert "error: cannot be written: Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_that_may_not_be_written(tmp_path):
    needed("setpriv")
    if os.geteuid() != 0:
        missing("root, to become another user")
    with TemporaryDirectory(dir="/tmp") as directory:
        here = Path(directory)
        here.chmod(0o755)
        location = Location(here, others=False)
        location.prepare()
        before = {
            name: (kind, content) for name, (kind, _, content) in contents(location.root).items()
        }
        (here / "a.yaml").write_text(NEW)
        subprocess.run(
            ["sh", "-c", "chown -R 4711 beside; find beside -type d -exec chmod a-w {} +"],
            cwd=here,
            check=True,
        )
        # Root without its rights, who is anybody else to these files.
        command = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", *location.command]
        done = subprocess.run(
            command, cwd=here, capture_output=True, text=True, check=False, env=location.world
        )
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
        assert "Permission denied" in done.stderr
        assert {
            name: (kind, content) for name, (kind, _, content) in contents(location.root).items()
        } == before
        subprocess.run(["chmod", "-R", "u+w", "beside"], cwd=here, check=True)


def test_builds_at_once_on_one_root_follow_each_other(location):
    """Whoever comes last decides; nobody finds half of another's tree."""
    old, new = trees(location)
    for name, profile in (("one", OLD), ("two", NEW)):
        (location.directory / name).mkdir()
        (location.directory / name / "a.yaml").write_text(profile)
    for _ in range(6):
        location.prepare()
        running = [
            subprocess.Popen(
                [
                    *location.command[:-3],
                    str(location.directory / name / "a.yaml"),
                    "--root",
                    str(location.root),
                ],
                env=location.world,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for name in ("two", "one", "two")
        ]
        for process in running:
            _, said = process.communicate(timeout=60)
            assert (process.returncode, b"Traceback" in said) == (0, False), said.decode()
        assert location.tree() in (old, new)
        assert left(location.root) == []
