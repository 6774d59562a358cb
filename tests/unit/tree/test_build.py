import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from tests.unit.given import as_root, planned
from tests.unit.tree.trees import (
    FOREIGN,
    MANIFEST,
    NEW,
    OLD,
    contents,
    file,
    foreign,
    left,
    link,
    stamps,
)
from wsgigen.errors import UserError
from wsgigen.render.artifact import Artifact
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.written import Written


@pytest.fixture(params=["own root", "others' files"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A root that is wsgigen's alone, and one where others have files too."""
    path = tmp_path / "root"
    if request.param != "own root":
        foreign(path)
    yield path
    assert left(path) == []
    if request.param != "own root":
        assert {name: (path / name).read_text() for name in FOREIGN} == FOREIGN


def refused(
    artifacts: Iterable[Artifact], root: Path, profile: str = "p", **more: Any
) -> list[tuple[str, str, str]]:
    """The problems of a build that must change nothing: place below the root, message, fix."""
    before = contents(root), stamps(root) if root.is_dir() and not root.is_symlink() else None
    with pytest.raises(UserError) as error:
        build_tree(artifacts, root, profile, **more)
    assert before == (
        contents(root),
        stamps(root) if root.is_dir() and not root.is_symlink() else None,
    )
    return [
        (problem.location.file.removeprefix(str(root)), problem.message, problem.fix)
        for problem in error.value.problems
    ]


def expected(tmp_path: Path, artifacts: Iterable[Artifact], *, others: bool) -> dict[str, Any]:
    """The same tree, built in one go."""
    fresh = tmp_path / "expected"
    if others:
        foreign(fresh)
    build_tree(artifacts, fresh, "p")
    return contents(fresh)


def same(root: Path, tmp_path: Path, artifacts: Iterable[Artifact]) -> bool:
    return contents(root) == expected(tmp_path, artifacts, others=(root / "etc/motd").exists())


def test_a_first_build(root):
    done = build_tree(OLD, root, "p")
    assert done == Written(tuple(str(artifact.path) for artifact in OLD), (), 0)
    for artifact in OLD:
        path = root / str(artifact.path)[1:]
        if artifact.link:
            assert os.readlink(path) == artifact.link
        else:
            assert path.read_bytes() == artifact.content.encode()
            assert stat.S_IMODE(path.stat().st_mode) == artifact.mode


def test_a_build_of_nothing(root):
    assert build_tree((), root, "p") == Written()
    assert build_tree((), root, "p") == Written()
    assert [
        name
        for name, (kind, _, _) in contents(root).items()
        if kind == "file" and name not in FOREIGN
    ] == [MANIFEST]


def test_a_real_plan(tmp_path, root):
    artifacts = tuple(render(planned(tmp_path)))
    assert len(build_tree(artifacts, root, "p").written) == len(artifacts)
    assert build_tree(artifacts, root, "p").unchanged == len(artifacts)
    assert {f"/{name}" for name, (kind, _, _) in contents(root).items() if kind == "file"} - {
        f"/{name}" for name in FOREIGN
    } == {
        *(str(artifact.path) for artifact in artifacts),
        f"/{MANIFEST}",
    }


def test_an_unchanged_build_writes_nothing(root):
    build_tree(OLD, root, "p")
    before = stamps(root)
    assert build_tree(OLD, root, "p") == Written(unchanged=len(OLD))
    assert stamps(root) == before


def test_a_changed_profile(tmp_path, root):
    build_tree(OLD, root, "p")
    inode = (root / "etc/wsgigen/keystone/keystone.conf").stat().st_ino
    done = build_tree(NEW, root, "p")
    assert done.removed == ("/etc/wsgigen/placement/httpd.conf", "/usr/lib/empty")
    assert done.unchanged == 1
    assert len(done.written) == len(NEW) - 1
    assert same(root, tmp_path, NEW)
    assert (root / "etc/wsgigen/keystone/keystone.conf").stat().st_ino == inode, (
        "what does not change is not written again"
    )


def test_there_and_back_again(tmp_path, root):
    for artifacts in (OLD, NEW, OLD):
        build_tree(artifacts, root, "p")
    assert same(root, tmp_path, OLD)


def test_directories_go_only_when_wsgigen_made_them(root):
    (root / "etc/theirs").mkdir(parents=True)
    build_tree((file("/etc/theirs/a"), file("/etc/ours/a"), file("/opt/x/y/z")), root, "p")
    (root / "opt/x/kept").touch()
    build_tree((file("/etc/a"),), root, "p")
    assert (root / "etc/theirs").is_dir()
    assert not (root / "etc/ours").exists()
    assert not (root / "opt/x/y").exists()
    assert (root / "opt/x/kept").exists()


def test_a_file_may_become_a_directory_of_another_file_in_two_builds(root):
    build_tree((file("/etc/a/b"),), root, "p")
    build_tree((), root, "p")
    build_tree((file("/etc/a"),), root, "p")
    assert (root / "etc/a").read_text() == "content\n"


def put_pipe(path: Path) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)


def put_both(root: Path) -> None:
    foreign(root)
    build_tree(OLD, root, "p")


@pytest.mark.parametrize(
    "umask", [0o000, 0o022, 0o027, 0o077, 0o777], ids=lambda umask: f"{umask:03o}"
)
def test_modes_do_not_depend_on_the_umask(tmp_path, root, umask):
    wanted = expected(tmp_path, OLD, others=(root / "etc/motd").exists())
    before = os.umask(umask)
    try:
        build_tree(OLD, root, "p")
        assert os.umask(umask) == umask, "the caller's umask is as it was"
    finally:
        os.umask(before)
    assert contents(root) == wanted
    assert stat.S_IMODE(root.stat().st_mode) == 0o755


def test_the_mode_of_a_root_stays(tmp_path):
    root = tmp_path / "root"
    root.mkdir(mode=0o700)
    build_tree(OLD, root, "p")
    build_tree(NEW, root, "p")
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def _edit(path: Path) -> None:
    path.write_text("mine\n")


def _chmod(path: Path) -> None:
    path.chmod(0o600)


def _relink(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    "change", [_edit, _chmod, _relink], ids=["content", "mode", "a link in its place"]
)
def test_a_file_that_a_person_changed_is_named_and_kept(tmp_path, root, change):
    build_tree(OLD, root, "p")
    change(root / "etc/wsgigen/keystone/httpd.conf")
    location = "/etc/wsgigen/keystone/httpd.conf"
    fix = "move it away, or build with --force to replace it"
    assert (
        refused(NEW, root)
        == refused(OLD, root)
        == [(location, "was changed since it was built", fix)]
    )
    build_tree(NEW, root, "p", force=True)
    assert same(root, tmp_path, NEW)
    assert Path("/etc/passwd").exists()


def test_a_file_that_a_person_removed_is_written_again(tmp_path, root):
    build_tree(OLD, root, "p")
    (root / "etc/wsgigen/keystone/httpd.conf").unlink()
    assert build_tree(OLD, root, "p").written == ("/etc/wsgigen/keystone/httpd.conf",)
    assert same(root, tmp_path, OLD)


def test_a_person_may_already_have_made_the_change(tmp_path, root):
    build_tree(OLD, root, "p")
    (root / "etc/wsgigen/keystone/httpd.conf").write_text("new\n")
    build_tree(NEW, root, "p")
    assert same(root, tmp_path, NEW)


def test_everything_in_the_way_is_named_at_once(root):
    build_tree(OLD, root, "p")
    (root / "etc/wsgigen/keystone/httpd.conf").write_text("mine\n")
    (root / "usr/lib/empty").write_text("mine\n")
    (root / "usr/share/wsgigen/wsgi/nova.wsgi").write_text("theirs\n")
    (root / "etc/wsgigen/nova-api").mkdir()
    (root / "etc/wsgigen/nova-api/deep").symlink_to("/etc")
    assert refused(NEW, root) == [
        (
            "/etc/wsgigen/keystone/httpd.conf",
            "was changed since it was built",
            "move it away, or build with --force to replace it",
        ),
        (
            "/etc/wsgigen/nova-api/deep",
            "is a link to /etc",
            "replace it by a directory: nothing is written through links",
        ),
        (
            "/usr/share/wsgigen/wsgi/nova.wsgi",
            "was not written by wsgigen",
            "move it away, or build with --force to replace it",
        ),
        (
            "/usr/lib/empty",
            "is no longer asked for, and was changed since it was built",
            "move it away, or build with --force to remove it",
        ),
    ]


def test_force_replaces_and_removes_what_others_wrote(tmp_path, root):
    build_tree(OLD, root, "p")
    for name in (
        "etc/wsgigen/keystone/httpd.conf",
        "usr/lib/empty",
        "usr/share/wsgigen/wsgi/nova.wsgi",
    ):
        (root / name).write_text("mine\n")
    build_tree(NEW, root, "p", force=True)
    assert same(root, tmp_path, NEW)


def test_a_foreign_file_with_the_right_content_is_taken_over(tmp_path, root):
    path = root / "usr/libexec/wsgigen/probe"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    assert build_tree(OLD, root, "p").unchanged == 1
    build_tree((), root, "p")
    assert not path.exists()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("make", "location", "message", "fix"),
    [
        pytest.param(
            lambda path: path.mkdir(parents=True),
            "/etc/wsgigen/keystone/httpd.conf",
            "is neither a file nor a link",
            "move it away",
            id="directory in the place of a file",
        ),
        pytest.param(
            put_pipe,
            "/etc/wsgigen/keystone/httpd.conf",
            "is neither a file nor a link",
            "move it away",
            id="pipe in the place of a file",
        ),
        pytest.param(
            lambda path: (path.parent.parent.mkdir(parents=True), path.parent.write_text("")),
            "/etc/wsgigen/keystone",
            "is not a directory",
            "move it away",
            id="file in the place of a directory",
        ),
        pytest.param(
            lambda path: (path.parent.parent.mkdir(parents=True), path.parent.symlink_to("/tmp")),
            "/etc/wsgigen/keystone",
            "is a link to /tmp",
            "replace it by a directory: nothing is written through links",
            id="link in the place of a directory",
        ),
        pytest.param(
            lambda path: (
                path.parent.parent.mkdir(parents=True),
                path.parent.symlink_to("nowhere"),
            ),
            "/etc/wsgigen/keystone",
            "is a link to nowhere",
            "replace it by a directory: nothing is written through links",
            id="link that leads nowhere",
        ),
    ],
)
def test_what_not_even_force_goes_through(root, make, location, message, fix, force):
    make(root / "etc/wsgigen/keystone/httpd.conf")
    assert refused(OLD, root, force=force) == [(location, message, fix)]


def test_a_link_planted_at_a_file_is_replaced_not_followed(tmp_path, root):
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    path = root / "etc/wsgigen/keystone/httpd.conf"
    path.parent.mkdir(parents=True)
    path.symlink_to(victim)
    assert [message for _, message, _ in refused(OLD, root)] == ["was not written by wsgigen"]
    build_tree(OLD, root, "p", force=True)
    assert victim.read_text() == "precious\n"
    assert not path.is_symlink()


def test_a_link_planted_where_a_file_was_made_ready_before_is_not_followed(tmp_path):
    """Names are random, so nobody knows where to plant one.

    What has such a name is somebody else's.
    """
    root, victim = tmp_path / "root", tmp_path / "victim"
    foreign(root)
    victim.write_text("precious\n")
    planted = root / "usr/lib/.empty.wsgigen-new"
    planted.symlink_to(victim)
    build_tree(OLD, root, "p")
    assert victim.read_text() == "precious\n"
    assert planted.is_symlink()


def test_the_directory_of_the_manifest_is_no_link_either(tmp_path, root):
    (root / "usr/share").mkdir(parents=True)
    (root / "usr/share/wsgigen").symlink_to(tmp_path)
    assert [(location, message) for location, message, _ in refused((file("/etc/a"),), root)] == [
        ("/usr/share/wsgigen", f"is a link to {tmp_path}")
    ]


def test_nothing_is_removed_through_a_link(tmp_path, root):
    build_tree(OLD, root, "p")
    moved = tmp_path / "moved"
    (root / "etc/wsgigen/placement").rename(moved)
    (root / "etc/wsgigen/placement").symlink_to(moved)
    assert [(location, message) for location, message, _ in refused(NEW, root, force=True)] == [
        ("/etc/wsgigen/placement", f"is a link to {moved}")
    ]
    assert (moved / "httpd.conf").exists()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda root: root.write_text(""), id="file"),
        pytest.param(
            lambda root: (root.with_name("other").mkdir(), root.symlink_to("other")),
            id="link to a directory",
        ),
        pytest.param(lambda root: root.symlink_to("nowhere"), id="link that leads nowhere"),
        pytest.param(os.mkfifo, id="pipe"),
    ],
)
def test_a_root_that_is_no_directory(tmp_path, make, force):
    root = tmp_path / "root"
    make(root)
    assert refused(OLD, root, force=force) == [
        ("", "is not a directory", "name a directory with --root")
    ]


def test_a_root_below_a_file(tmp_path):
    (tmp_path / "file").touch()
    ((_, message, _),) = refused(OLD, tmp_path / "file/root")
    assert message in ("cannot be written: Not a directory", "cannot be written: File exists")


def test_directories_above_the_root_are_made(tmp_path):
    build_tree(OLD, tmp_path / "a/b/root", "p")
    assert (tmp_path / "a/b/root" / MANIFEST).exists()


@pytest.mark.parametrize("name", ["a b", "[x]*?", "größe", "-rf", "..root", "a\nb"])
def test_any_name_of_a_root(tmp_path, name):
    root = tmp_path / name
    build_tree(OLD, root, "p")
    (tmp_path / f".{name}.wsgigen-new-abc").mkdir()
    build_tree(NEW, root, "p")
    assert same(root, tmp_path, NEW)
    assert left(root) == []


def test_the_leftovers_of_another_root_stay(tmp_path):
    (tmp_path / ".other.wsgigen-new-abc").mkdir()
    build_tree(OLD, tmp_path / "root", "p")
    assert (tmp_path / ".other.wsgigen-new-abc").is_dir()


def test_a_relative_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    build_tree(OLD, Path("root"), "p")
    assert (tmp_path / "root" / MANIFEST).exists()


def _as_nobody(root: Path) -> tuple[int, list[str]]:
    """The output and exit status of a build by somebody without rights."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status, said = 1, "a traceback"
        try:
            os.setgid(65534)
            os.setgroups([])
            os.setuid(65534)
            build_tree(NEW, root, "p")
            status, said = 0, ""
        except UserError as error:
            status, said = 2, str(error)
        finally:
            os.write(writing, said.encode())
            os._exit(status)
    os.close(writing)
    with open(reading) as file:
        printed = file.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed


@pytest.fixture
def reachable(tmp_path: Path) -> Path:
    """Return a directory that everybody may enter, as far as it is pytest's."""
    top = Path(gettempdir())
    for path in (tmp_path, *tmp_path.parents):
        if path != top and path.is_relative_to(top):
            path.chmod(0o755)
    return tmp_path


@as_root
@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda root: None, id="a root that cannot be made"),
        pytest.param(foreign, id="others' files"),
        pytest.param(lambda root: build_tree(OLD, root, "p"), id="a tree of root's"),
        pytest.param(
            put_both,
            id="a tree of root's with others' files",
        ),
    ],
)
def test_a_root_that_may_not_be_written(reachable, prepare):
    root = reachable / "root"
    prepare(root)
    before = contents(root)
    status, printed = _as_nobody(root)
    assert status == 2
    assert printed[0].startswith(f"{root}")
    assert "error: cannot be written: Permission denied" in printed[0]
    assert printed[1:] == ["    fix: nothing was changed; mend that or name another --root"]
    assert contents(root) == before
    assert left(root) == []


@as_root
def test_somebody_without_rights_builds_in_a_root_of_their_own(reachable):
    """The directory above cannot be written, so no tree can be made ready beside the root."""
    root = reachable / "root"
    root.mkdir()
    os.chown(root, 65534, 65534)
    assert _as_nobody(root) == (0, [])
    assert same(root, reachable, NEW)


@as_root
def test_a_directory_of_wsgigens_that_may_not_be_read(reachable):
    """A directory that cannot be listed is not known to be wsgigen's alone."""
    parent = reachable / "parent"
    parent.mkdir()
    os.chown(parent, 65534, 65534)
    root = parent / "root"
    assert _as_nobody(root) == (0, [])
    (root / "etc/wsgigen/nova-api/deep").chmod(0)
    status, printed = _as_nobody(root)
    assert status == 2
    assert "Permission denied" in printed[0]
    assert (root / "etc/wsgigen/nova-api/deep/httpd.conf").exists()


_FULL = """\
import os, subprocess, sys
from pathlib import Path
from tests.unit.tree.trees import FOREIGN, NEW, OLD, contents, file, foreign, left
from wsgigen.errors import UserError
from wsgigen.tree.build import build_tree
mounted = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(mounted)], check=True)
root = mounted / "root"
if "others" in sys.argv: foreign(root)
if "update" in sys.argv: build_tree(OLD, root, "p")
before = contents(root)
large = (*NEW[:-1], file("/usr/share/large", "x" * 2**20), NEW[-1])
try:
    build_tree(large, root, "p")
except UserError as error:
    print(error)
else:
    sys.exit("it fitted")
assert contents(root) == before, "changed"
assert left(mounted) == left(root) == [], "left over"
assert root.exists() == bool(before)
build_tree(NEW, root, "p")
"""


@as_root
@pytest.mark.parametrize("others", ["alone", "others"])
@pytest.mark.parametrize("build", ["first", "update"])
def test_a_full_disk_changes_nothing(tmp_path, others, build):
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", _FULL, str(tmp_path), others, build],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{tmp_path}/root: error: cannot be written: No space left on device",
        "    fix: nothing was changed; mend that or name another --root",
    ]


_LAYERS = """\
import subprocess, sys
from pathlib import Path
from tests.unit.tree.trees import NEW, OLD, contents, left
from wsgigen.tree.build import build_tree
top = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "none", str(top)], check=True)
for name in ("lower", "upper", "work", "merged"): (top / name).mkdir()
build_tree(OLD, top / "lower/root", "p")
options = f"lowerdir={top}/lower,upperdir={top}/upper,workdir={top}/work,redirect_dir=off"
subprocess.run(["mount", "-t", "overlay", "-o", options, "none", str(top / "merged")], check=True)
root = top / "merged/root"
print(len(build_tree(NEW, root, "p").written), left(root))
build_tree(NEW, top / "wanted", "p")
assert contents(root) == contents(top / "wanted")
"""


@as_root
def test_a_tree_in_a_lower_layer_of_an_overlay(tmp_path):
    """There two directories cannot be exchanged.

    A container that builds again what its image holds.
    """
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", _LAYERS, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    if "mount" in done.stderr and "overlay" in done.stderr and done.returncode:
        pytest.skip(f"this kernel mounts no overlay here: {done.stderr.splitlines()[-1]}")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"{len(NEW) - 1} []\n")


@as_root
def test_a_root_that_is_a_mount_is_written_in_place(tmp_path):
    script = (
        _FULL.partition("root = ")[0]
        + "build_tree(OLD, mounted, 'p'); build_tree(NEW, mounted, 'p'); print(left(mounted))\n"
    )
    done = subprocess.run(
        ["unshare", "-m", sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "[]\n")


def _build(root: Path, artifacts: Iterable[Artifact], start: Any, results: Any) -> None:
    start.wait()
    try:
        results.put(len(build_tree(artifacts, root, "p").written))
    except UserError as error:
        results.put(str(error))


@pytest.mark.slow
def test_two_builds_at_once(tmp_path, root):
    """They take turns, so that each finds a whole tree of the other's or of its own."""
    context = get_context("fork")
    for _ in range(5):
        start, results = context.Event(), context.Queue()
        builds = [
            context.Process(target=_build, args=(root, artifacts, start, results))
            for artifacts in (OLD, NEW, OLD, NEW)
        ]
        for build in builds:
            build.start()
        start.set()
        answers = [results.get(timeout=30) for _ in builds]
        for build in builds:
            build.join()
        assert all(isinstance(answer, int) for answer in answers), answers
        assert same(root, tmp_path, OLD) or same(root, tmp_path, NEW)


def test_a_build_waits_for_the_one_before_it(tmp_path):
    root = tmp_path / "root"

    def slowly():
        yield OLD[0]
        build = threading.Thread(target=lambda: waited.append(build_tree(NEW, root, "p").unchanged))
        build.start()
        build.join(timeout=0.3)
        assert build.is_alive()
        threads.append(build)
        yield from OLD[1:]

    waited: list[float] = []
    threads: list[threading.Thread] = []
    build_tree(slowly(), root, "p")
    threads[0].join(timeout=30)
    assert waited == [1]
    assert same(root, tmp_path, NEW)


def test_links_may_lead_anywhere_because_nothing_follows_them(root):
    artifacts = (link("/etc/a", "/etc/passwd"), link("/etc/b", "nowhere"), link("/etc/c", "."))
    build_tree(artifacts, root, "p")
    assert build_tree(artifacts, root, "p").unchanged == 3


def test_a_file_that_is_kept_stays_until_a_build_that_does_not_keep_it(tmp_path, root):
    name = next(
        str(artifact.path)
        for artifact in OLD
        if str(artifact.path) not in {str(new.path) for new in NEW}
    )
    build_tree(OLD, root, "p")
    assert name not in build_tree(NEW, root, "p", keep=frozenset({name})).removed
    assert (root / name.lstrip("/")).exists()
    assert name in build_tree(NEW, root, "p").removed
    assert not (root / name.lstrip("/")).exists()
