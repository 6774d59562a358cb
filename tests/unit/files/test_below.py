"""Files are read below a root as if that were `/`, whatever links there say."""

import os
from pathlib import Path

import pytest

from wsgigen.files.below import FilesBelow, Kind


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/a").write_text("a")
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "root"


def test_a_file_a_directory_and_nothing(root):
    files = FilesBelow(root)
    assert files.read("/etc/a") == b"a"
    assert files.names("/etc") == ["a"]
    assert (files.kind("/etc"), files.kind("/etc/a")) == (Kind.DIRECTORY, Kind.OTHER)
    assert (files.read("/etc/b"), files.names("/b"), files.kind("/b")) == (None, [], None)
    assert (files.read("/etc/a/b"), files.names("/etc/a")) == (None, [])


@pytest.mark.parametrize("target", ["/etc/a", "a", "../etc/a", "../../../../etc/./a"])
def test_links_lead_to_what_is_below_the_root(root, target):
    (root / "etc/link").symlink_to(target)
    assert FilesBelow(root).read("/etc/link") == b"a"
    assert FilesBelow(root).resolved("/etc/link") == "/etc/a"


@pytest.mark.parametrize("target", ["../../secret", "/secret", "/../secret"])
def test_no_link_leads_out(root, target):
    (root / "etc/link").symlink_to(target)
    (root / "etc/up").symlink_to("/..")
    files = FilesBelow(root)
    assert files.read("/etc/link") is None
    assert files.read("/etc/up/secret") is None
    assert files.read("/../secret") is None


def test_a_link_to_a_directory_is_entered(root):
    (root / "lib").symlink_to("/etc")
    assert FilesBelow(root).read("/lib/a") == b"a"
    assert FilesBelow(root).names("/lib") == ["a"]


def test_a_loop_of_links_is_an_error(root):
    (root / "etc/x").symlink_to("y")
    (root / "etc/y").symlink_to("/etc/x")
    with pytest.raises(OSError, match="Too many levels"):
        FilesBelow(root).read("/etc/x")


def test_what_is_no_file_or_too_large_is_an_error(root):
    os.mkfifo(root / "etc/pipe")
    with (root / "etc/large").open("wb") as file:
        file.truncate(1 << 40)
    for name in ("pipe", "large", ""):
        with pytest.raises(OSError):
            FilesBelow(root).read(f"/etc/{name}")


def test_paths_are_shown_as_people_find_them(root):
    assert FilesBelow(root).shown("/etc/a") == str(root / "etc/a")
    assert FilesBelow(root.parent / "root/").shown("/etc/a") == str(root / "etc/a")
    assert FilesBelow(type(root)("/")).shown("/etc/a") == "/etc/a"
