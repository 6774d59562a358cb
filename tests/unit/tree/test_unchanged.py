"""A second build may trust the manifest only where a whole build would change and say nothing else."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tree.trees import MANIFEST, OLD, contents, foreign, left, stamps
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import found_hash
from wsgigen.tree.unchanged import unchanged


@pytest.fixture(params=["own root", "others' files"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A tree that was built from `here`."""
    path = tmp_path / "root"
    if request.param != "own root":
        foreign(path)
    build_tree(OLD, path, "p", origin="here", notes=("mind this",))
    return path


def relink(path: Path) -> None:
    path.unlink()
    path.symlink_to("elsewhere")


def as_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def elsewhere(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def journal(root: Path) -> str:
    return (root / MANIFEST).read_text()


def edit(root: Path, **more: Any) -> None:
    (root / MANIFEST).write_text(json.dumps({**json.loads((root / MANIFEST).read_bytes()), **more}))


def test_an_unchanged_tree_is_known_and_left_as_it_is(root):
    before = stamps(root)
    kept = unchanged(root, "p", "here")
    assert (kept.profile, set(kept.files), kept.notes) == (
        "p",
        {str(artifact.path) for artifact in OLD},
        ("mind this",),
    )
    assert build_tree(OLD, root, "p", origin="here", notes=("mind this",)).written == ()
    assert stamps(root) == before


def test_two_builds_of_one_origin_have_the_same_manifest(tmp_path):
    for name in ("one", "deep/er/other"):
        build_tree(OLD, tmp_path / name, "p", origin="here")
    assert contents(tmp_path / "one") == contents(tmp_path / "deep/er/other")


@pytest.mark.parametrize("origin", ["", "elsewhere"])
def test_another_origin_is_another_tree(root, origin):
    assert unchanged(root, "p", origin) is None


def test_a_tree_without_an_origin_is_not_trusted(root):
    build_tree(OLD, root, "p")
    assert "seal" not in json.loads((root / MANIFEST).read_bytes())
    assert unchanged(root, "p", "") is unchanged(root, "p", "here") is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda root: (root / "etc/wsgigen/keystone/httpd.conf").write_text("mine\n"),
            id="changed",
        ),
        pytest.param(
            lambda root: (root / "etc/wsgigen/keystone/httpd.conf").unlink(), id="missing"
        ),
        pytest.param(
            lambda root: (root / "etc/wsgigen/keystone/httpd.conf").chmod(0o600), id="mode"
        ),
        pytest.param(lambda root: relink(root / "etc/apache2/mods-enabled/ssl.load"), id="link"),
        pytest.param(lambda root: as_directory(root / "usr/lib/empty"), id="directory"),
        pytest.param(
            lambda root: elsewhere(root / "etc/wsgigen/keystone"), id="reached through a link"
        ),
        pytest.param(
            lambda root: elsewhere(root / "usr/share/wsgigen"), id="manifest reached through a link"
        ),
        pytest.param(lambda root: shutil.rmtree(root / "etc/wsgigen"), id="much missing"),
        pytest.param(lambda root: (root / MANIFEST).unlink(), id="no manifest"),
        pytest.param(lambda root: (root / MANIFEST).write_text("{"), id="broken manifest"),
        pytest.param(lambda root: edit(root, profile="q"), id="manifest of another profile"),
        pytest.param(lambda root: edit(root, notes=[]), id="manifest without its notes"),
        pytest.param(lambda root: edit(root, files={}), id="manifest without its files"),
        pytest.param(
            lambda root: (root / ".wsgigen-new").write_text(journal(root)),
            id="killed while files were replaced",
        ),
        pytest.param(shutil.rmtree, id="all gone"),
        pytest.param(elsewhere, id="root is a link"),
    ],
)
def test_whatever_a_build_would_mend_or_refuse_is_left_to_it(root, change):
    change(root)
    assert unchanged(root, "p", "here") is None


def test_a_change_that_the_manifest_was_taught_is_not_trusted(root):
    """A file of another content, and the print of that in the manifest."""
    (root / "usr/lib/empty").write_text("mine\n")
    edit(
        root,
        files={
            **json.loads((root / MANIFEST).read_bytes())["files"],
            "/usr/lib/empty": [found_hash(root / "usr/lib/empty")],
        },
    )
    assert unchanged(root, "p", "here") is None


def test_what_a_killed_build_left_beside_the_root_goes_all_the_same(root):
    (root.parent / ".root.wsgigen-new-x").mkdir()
    assert unchanged(root, "p", "here")
    assert left(root) == []


def test_a_change_of_the_origin_alone_changes_the_manifest_alone(root):
    before = contents(root)
    assert build_tree(OLD, root, "p", origin="new").written == ()
    after = contents(root)
    assert {name for name in before | after if before.get(name) != after.get(name)} == {MANIFEST}
    assert unchanged(root, "p", "here") is None
    assert unchanged(root, "p", "new")
