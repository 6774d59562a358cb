"""Links and files that are in the way of a file, where directories should be."""

import os
from pathlib import Path

import pytest

from wsgigen.tree.obstacles import Obstacles


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with directories, a file and links."""
    root = tmp_path / "root"
    (root / "etc/apache2").mkdir(parents=True)
    (root / "etc/motd").write_text("welcome")
    (root / "etc/link").symlink_to("apache2")
    (root / "etc/dangling").symlink_to("absent")
    return root


@pytest.mark.parametrize(
    ("name", "place", "message"),
    [
        ("/etc/motd", None, ""),
        ("/etc/link", None, ""),
        ("/etc/apache2/a.conf", None, ""),
        ("/etc/absent/deep/a.conf", None, ""),
        ("/top", None, ""),
        ("/etc/motd/a.conf", "etc/motd", "is not a directory"),
        ("/etc/motd/deep/a.conf", "etc/motd", "is not a directory"),
        ("/etc/link/a.conf", "etc/link", "is a link to apache2"),
        ("/etc/link/deep/a.conf", "etc/link", "is a link to apache2"),
        ("/etc/dangling/a.conf", "etc/dangling", "is a link to absent"),
    ],
)
def test_only_directories_lead_to_a_file(root, name, place, message):
    problem = Obstacles(root).above(name)
    assert (problem.message if problem else "") == message
    if place:
        assert problem.location.file == str(root / place)
        assert problem.fix


def test_the_place_itself_counts_where_a_directory_is_asked_about(root):
    obstacles = Obstacles(root)
    assert obstacles.at("/etc/motd").message == "is not a directory"
    assert obstacles.at("/etc/apache2") is None
    assert obstacles.at("") is None


def test_each_directory_is_looked_at_once(root):
    obstacles = Obstacles(root)
    assert obstacles.at("/etc/apache2/deep") is None
    os.rmdir(root / "etc/apache2")
    (root / "etc/apache2").write_text("came later")
    assert obstacles.at("/etc/apache2") is None
    assert obstacles.at("/etc/apache2/deep/deeper") is None
    assert Obstacles(root).at("/etc/apache2").message == "is not a directory"
