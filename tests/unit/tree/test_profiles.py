"""Two profiles in one root: each has its own files, both have the runtime, and neither touches the other one."""

import json
import os
import shutil
import signal
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tree.test_killed import _arm
from tests.unit.tree.trees import FOREIGN, contents, file, foreign, left, stamps
from wsgigen import __version__
from wsgigen.errors import UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree.build import build_tree
from wsgigen.tree.diff import diff
from wsgigen.tree.manifest import path_of, read
from wsgigen.tree.remove import installed, remove_tree
from wsgigen.tree.unchanged import unchanged
from wsgigen.tree.units import units_of

_PROBE = "/usr/libexec/wsgigen/probe"
_UNITS = "/usr/lib/systemd/system"
_NEWER = "99.0"


def own(path: str, instance: str, content: str = "content\n") -> Artifact:
    return replace(file(path, content), instance=instance)


def tree_of(instance: str, runtime: str = "1", content: str = "1") -> tuple[Artifact, ...]:
    """A tree of one instance, and the runtime."""
    return (
        own(f"/etc/wsgigen/{instance}/httpd.conf", instance, f"{content}\n"),
        own(f"{_UNITS}/wsgi-{instance}.service", instance),
        file(_PROBE, f"runtime {runtime}\n", 0o755),
        file(f"{_UNITS}/wsgi.target"),
    )


A, B = tree_of("a"), tree_of("b")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root among others' files with the trees of a and b."""
    path = tmp_path / "beside/root"
    path.parent.mkdir()
    foreign(path)
    build_tree(A, path, "a", origin="of a")
    build_tree(B, path, "b", origin="of b")
    return path


def problems(work: Any, *words: Any, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(UserError) as error:
        work(*words, **more)
    return [
        (str(problem.location), problem.message, problem.fix) for problem in error.value.problems
    ]


def edit(root: Path, profile: str, **more: Any) -> None:
    path = root / str(path_of(profile)).lstrip("/")
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **more}))


def text(root: Path, path: str) -> str:
    return (root / path.lstrip("/")).read_text()


def as_legacy(root: Path, profile: str) -> None:
    """Give *root* the manifest that it had when a root had one."""
    path = root / str(path_of(profile)).lstrip("/")
    content = json.loads(path.read_bytes())
    del content["version"]
    content["directories"].remove("/usr/share/wsgigen/manifests")
    path.unlink()
    path.parent.rmdir()
    (root / "usr/share/wsgigen/manifest.json").write_text(json.dumps(content))


def test_each_is_built_again_and_removed_alone(root):
    assert unchanged(root, "a", "of a")
    assert unchanged(root, "b", "of b")
    names = tuple(str(path) for path in (*(one.path for one in B), path_of("b")))
    of_b = {path: stamp for path, stamp in stamps(root).items() if path.endswith(names)}
    assert len(of_b) == len(names)
    build_tree(tree_of("a", content="2"), root, "a")
    assert of_b == {path: stamp for path, stamp in stamps(root).items() if path.endswith(names)}
    assert remove_tree(root, "a").removed == (
        "/etc/wsgigen/a/httpd.conf",
        f"{_UNITS}/wsgi-a.service",
    )
    assert not (root / "etc/wsgigen/a").exists()
    assert unchanged(root, "b", "of b")
    assert remove_tree(root, "b").kept == ()
    assert {name for name, (kind, *_) in contents(root).items() if kind != "directory"} == {
        *FOREIGN
    }
    assert "usr/share" not in contents(root)


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_root_of_theirs_alone_is_left_empty_by_the_last(tmp_path, first):
    root = tmp_path / "root"
    build_tree(A, root, "a")
    build_tree(B, root, "b")
    build_tree((*B, file("/opt/more")), root, "b")
    build_tree((*A, file("/opt/more")), root, "a")
    for profile in (first, {"a": "b", "b": "a"}[first]):
        assert remove_tree(root, profile).kept == ()
    assert contents(root) == {}


def test_the_units_that_another_profile_has_are_not_in_the_way_of_a_removal(root):
    assert units_of(installed(root, "a").alone).own == ("wsgi-a.service",)
    remove_tree(root, "b")
    assert units_of(installed(root, "a").alone).own == ("wsgi-a.service", "wsgi.target")


def test_a_file_of_another_profile_is_not_taken(root):
    before = contents(root)
    wanted = (*B, *A[:2])
    assert problems(build_tree, wanted, root, "b") == [
        (
            f"{root}/etc/wsgigen/a/httpd.conf",
            "is of the profile a, as 1 more is",
            "give the services and instances that both have another name in one of them;"
            " or take over the whole tree of a with --force",
        )
    ]
    assert contents(root) == before
    foreign_ = [(one.path, one.message) for one in diff(wanted, root, "b") if one.foreign]
    assert foreign_ == [(str(one.path), "is of the profile a") for one in A[:2]]


def test_a_profile_of_another_name_takes_over_by_force(root):
    build_tree(A, root, "renamed", force=True)
    assert unchanged(root, "b", "of b")
    assert not (root / str(path_of("a")).lstrip("/")).exists()
    assert problems(remove_tree, root, "a") == [
        (
            str(root),
            "was built from the profiles b, renamed, not a",
            "name that profile: b.yaml or renamed.yaml",
        )
    ]
    remove_tree(root, "renamed")
    remove_tree(root, "b")
    assert "usr/share" not in contents(root)


def test_the_runtime_is_that_of_the_last_build(root):
    build_tree(tree_of("b", "2"), root, "b")
    assert text(root, _PROBE) == "runtime 2\n"
    assert unchanged(root, "a", "of a") is None, "its manifest says what is there now"
    assert remove_tree(root, "b").kept == ()
    assert list(diff(tree_of("a", "2"), root, "a")) == []
    assert remove_tree(root, "a").kept == ()
    assert "usr/share" not in contents(root)


def test_an_older_build_leaves_the_runtime_of_a_newer_one(root):
    build_tree(tree_of("b", "new"), root, "b")
    edit(root, "b", version=_NEWER)
    older = tree_of("a", "old", content="2")
    assert [one.path for one in diff(older, root, "a")] == ["/etc/wsgigen/a/httpd.conf"]
    assert build_tree(older, root, "a", origin="of a").written == ("/etc/wsgigen/a/httpd.conf",)
    assert text(root, _PROBE) == "runtime new\n"
    assert unchanged(root, "a", "of a")
    assert (read(root, "a").version, read(root, "b").version) == (__version__, _NEWER)
    remove_tree(root, "b")
    assert remove_tree(root, "a").kept == ()


@pytest.mark.parametrize("version", ["", "0.0.9", "0.0.9.dev1+local", __version__])
def test_one_that_is_as_old_or_older_is_replaced(root, version):
    edit(root, "b", version=version)
    build_tree(tree_of("a", "2"), root, "a")
    assert text(root, _PROBE) == "runtime 2\n"


def test_what_somebody_changed_in_the_runtime_is_theirs(root):
    (root / _PROBE.lstrip("/")).write_text("mine\n")
    edit(root, "b", version=_NEWER)
    assert problems(build_tree, A, root, "a")[0][1] == "was changed since it was built"
    build_tree(A, root, "a", force=True)
    assert text(root, _PROBE) == "runtime 1\n"


def test_what_another_profile_still_has_is_not_removed_by_a_build(root):
    build_tree(A[:2], root, "a")
    assert text(root, _PROBE) == "runtime 1\n"
    remove_tree(root, "a")
    assert unchanged(root, "b", "of b")


def test_a_manifest_under_the_name_of_another_profile_is_refused(root):
    shutil.copy(root / str(path_of("a")).lstrip("/"), root / str(path_of("c")).lstrip("/"))
    assert problems(build_tree, A, root, "a")[0][1] == (
        "is not a manifest of wsgigen: it is that of the profile a"
    )


@pytest.mark.parametrize("alone", [True, False])
def test_the_manifest_of_before_is_taken_over(tmp_path, alone):
    root = tmp_path / "root"
    if not alone:
        foreign(root)
    before = contents(root)
    build_tree(A, root, "a", origin="of a")
    wanted = contents(root)
    as_legacy(root, "a")
    assert list(diff(A, root, "a")) == []
    assert problems(remove_tree, root, "b")[0][1] == "was built from the profile a, not b"
    assert unchanged(root, "a", "of a") is None
    assert build_tree(A, root, "a", origin="of a").unchanged == len(A)
    assert contents(root) == wanted
    as_legacy(root, "a")
    remove_tree(root, "a")
    assert contents(root) == before


def test_the_manifest_of_before_may_be_of_another_profile(root):
    remove_tree(root, "b")
    as_legacy(root, "a")
    build_tree(B, root, "b")
    assert not (root / "usr/share/wsgigen/manifest.json").exists()
    assert problems(build_tree, (*B, A[0]), root, "b")[0][1] == "is of the profile a"
    remove_tree(root, "b")
    remove_tree(root, "a")
    assert "usr/share" not in contents(root)


def killed(root: Path, artifacts: Sequence[Artifact] | None, moment: int) -> bool:
    """Return whether a build of b, or its removal, was killed at its *moment*-th moment."""
    child = os.fork()
    if not child:
        status = 1
        try:
            _arm(moment)
            if artifacts is None:
                remove_tree(root, "b")
            else:
                build_tree(artifacts, root, "b")
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


@pytest.mark.parametrize("then", ["build", "remove"])
@pytest.mark.parametrize("work", [tree_of("b", "2", "2"), None], ids=["built", "removed"])
@pytest.mark.parametrize("legacy", [False, True], ids=["", "from before"])
@pytest.mark.slow
def test_killed_at_any_moment_the_other_one_is_whole_and_waits(root, work, then, legacy):
    if legacy:
        remove_tree(root, "b")
        as_legacy(root, "a")
    start = root.parent / "start"
    shutil.copytree(root, start, symlinks=True)
    waits = 0
    for moment in count():
        shutil.rmtree(root)
        shutil.copytree(start, root, symlinks=True)
        if legacy and work is None:
            build_tree(B, root, "b")
        if not killed(root, work, moment):
            break
        for artifact in A[:2]:
            assert text(root, str(artifact.path)) == artifact.content
        if (root / ".wsgigen-new").exists():
            waits += 1
            before = contents(root)
            for act in (
                lambda: build_tree(A, root, "a", force=True),
                lambda: remove_tree(root, "a"),
            ):
                assert problems(act) == [
                    (
                        f"{root}/.wsgigen-new",
                        "is the journal of a build or a removal of the profile b, which was killed",
                        "build b again first, or remove it, with the same --root",
                    )
                ]
            assert contents(root) == before
        if then == "build":
            build_tree(tree_of("b", "2", "2"), root, "b")
            assert list(diff(tree_of("a", "2"), root, "a")) == []
        if read(root, "b").profile:
            assert remove_tree(root, "b").kept == ()
        assert remove_tree(root, "a").kept == (), f"moment {moment}"
        assert left(root) == []
        assert "usr/share" not in contents(root)
        assert {name: text(root, name) for name in FOREIGN} == FOREIGN
    assert moment > 20
    assert waits > 5
