from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.tree.trees import MANIFEST, NEW, OLD, contents, file, foreign, link
from wsgigen.errors import UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree.build import build_tree
from wsgigen.tree.diff import diff
from wsgigen.tree.difference import Difference
from wsgigen.tree.manifest import fingerprint


def shown(artifacts: Sequence[Artifact], root: Path) -> list[tuple[str, str]]:
    before = contents(root)
    differences = [
        (difference.path, difference.message) for difference in diff(artifacts, root, "p")
    ]
    assert contents(root) == before
    return differences


def test_nothing_after_a_build(tmp_path):
    build_tree(OLD, tmp_path / "root", "p")
    assert shown(OLD, tmp_path / "root") == []


def test_all_is_missing_before_the_first_build(tmp_path):
    assert shown(OLD, tmp_path / "root") == [(str(artifact.path), "is missing") for artifact in OLD]
    assert not (tmp_path / "root").exists()


def test_what_a_build_would_do(tmp_path):
    root = tmp_path / "root"
    build_tree(OLD, root, "p")
    (root / "usr/lib/empty").write_text("mine\n")
    differences = dict(shown(NEW, root))
    assert differences.pop("/usr/share/wsgigen/wsgi/keystone.wsgi").startswith("is 644:")
    assert differences == {
        "/etc/wsgigen/keystone/httpd.conf": "differs",
        "/etc/wsgigen/nova-api/deep/httpd.conf": "is missing",
        "/etc/apache2/mods-enabled/ssl.load": "is link:../mods-available/ssl.load, not link:../mods-available/other.load",
        "/usr/libexec/wsgigen/probe": "has mode 755, not 644",
        "/usr/share/wsgigen/wsgi/nova.wsgi": "is missing",
        "/etc/wsgigen/placement/httpd.conf": "is no longer asked for",
        "/usr/lib/empty": "is no longer asked for, and was changed",
    }


@pytest.mark.parametrize(
    ("disk", "lines"),
    [
        pytest.param("a\nb\n", [" a", "-b", "+c"], id="a line"),
        pytest.param("a\nb", [" a", "-b", "+c"], id="no newline at the end"),
        pytest.param("", ["+a", "+c"], id="nothing"),
    ],
)
def test_the_difference_is_shown_line_by_line(tmp_path, disk, lines):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/a").write_text(disk)
    ((difference),) = diff((file("/etc/a", "a\nc\n"),), tmp_path, "p")
    first, second, _, *rest = difference.text.splitlines()
    assert (difference.message, first, second, rest) == (
        "differs",
        "--- disk/etc/a",
        "+++ profile/etc/a",
        lines,
    )
    assert difference.text.endswith("\n")


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a").write_bytes(b"\xff\n")
    ((difference),) = diff((file("/a", "b\n"),), tmp_path, "p")
    assert "-\ufffd\n+b\n" in difference.text


def test_what_a_build_cannot_do(tmp_path):
    foreign(tmp_path)
    (tmp_path / "etc/wsgigen").symlink_to("/tmp")
    (tmp_path / "usr/a").mkdir()
    differences = list(
        diff((file("/etc/wsgigen/a"), file("/usr/a"), link("/etc/motd", "x")), tmp_path, "p")
    )
    assert differences[:2] == [
        Difference(
            "/etc/wsgigen/a",
            f"cannot be written: {tmp_path}/etc/wsgigen is a link to /tmp",
            "",
            foreign=True,
        ),
        Difference("/usr/a", f"is other, not {fingerprint(file('/usr/a'))}", "", foreign=True),
    ]
    assert differences[2].message.endswith(", not link:x")


def test_a_corrupt_manifest_is_said(tmp_path):
    (tmp_path / MANIFEST).parent.mkdir(parents=True)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(UserError, match="is not a manifest of wsgigen"):
        list(diff(OLD, tmp_path, "p"))
