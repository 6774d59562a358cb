import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.tree.trees import file, link
from wsgigen.files.follow import open_directory
from wsgigen.files.tree import Tree
from wsgigen.tree.root import put


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Any]:
    opened = Tree(open_directory(str(tmp_path)), str(tmp_path))
    yield opened
    opened.close()


@pytest.mark.parametrize("artifact", [file("/a", "new\n"), link("/a", "new")], ids=["file", "link"])
@pytest.mark.parametrize(
    "plant",
    [
        pytest.param(lambda path, victim: path.write_text("theirs\n"), id="file"),
        pytest.param(lambda path, victim: path.symlink_to(victim), id="link"),
        pytest.param(lambda path, victim: path.symlink_to("nowhere"), id="link that leads nowhere"),
        pytest.param(
            lambda path, victim: os.link(victim, path), id="the same file by another name"
        ),
        pytest.param(lambda path, victim: path.mkdir(), id="directory"),
    ],
)
def test_what_is_there_is_never_written_through(tmp_path, tree, artifact, plant):
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    plant(tmp_path / "a", victim)
    with pytest.raises(FileExistsError) as raised:
        put(artifact, "/a", tree, [])
    assert raised.value.filename == f"{tmp_path}/a"
    assert victim.read_text() == "precious\n"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("leads", ["../outside", "inside"])
def test_a_link_on_the_way_is_not_followed(tmp_path, leads):
    for name in ("root/inside", "outside"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "root/etc").symlink_to(leads)
    tree = Tree(open_directory(str(tmp_path / "root")), str(tmp_path / "root"))
    with pytest.raises(NotADirectoryError) as raised:
        put(file("/etc/a"), "/etc/a", tree, [])
    tree.close()
    assert raised.value.filename == f"{tmp_path}/root/etc"
    assert not (tmp_path / "outside/a").exists()
    assert not (tmp_path / "root/inside/a").exists()


def test_directories_that_were_made_are_told_from_the_top(tmp_path, tree):
    made: list[str] = []
    (tmp_path / "a").mkdir()
    put(file("/a/b/c/d"), "/a/b/c/d", tree, made)
    put(file("/a/b/e"), "/a/b/e", tree, made)
    assert made == ["/a/b", "/a/b/c"]


def test_a_directory_has_its_mode_whatever_the_umask(tmp_path, tree):
    before = os.umask(0o077)
    try:
        put(file("/a/b"), "/a/b", tree, [])
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_a_file_is_nobody_elses_until_it_is_whole(tmp_path, tree):
    """No moment at which a file that ends up unreadable for others could be read."""
    put(file("/a", mode=0o600), "/a", tree, [])
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_directory_that_is_needed_again_is_found_where_it_is_now(tmp_path, tree):
    put(file("/a/b/c"), "/a/b/c", tree, [])
    tree.remove_file("/a/b/c")
    tree.remove_if_empty("/a/b")
    put(file("/a/b/c"), "/a/b/c", tree, [])
    assert (tmp_path / "a/b/c").read_text() == "content\n"


def test_many_directories_need_few_descriptors(tmp_path, tree):
    before = len(os.listdir("/proc/self/fd"))
    for number in range(50):
        put(file(f"/a/{number}/b"), f"/a/{number}/b", tree, [])
    assert len(os.listdir("/proc/self/fd")) <= before + 2


def test_the_umask_of_the_process_is_never_set(tmp_path, tree, monkeypatch):
    """It is that of all threads: two that set it and set it back may leave it at 0."""
    before = os.umask(0o077)
    try:
        monkeypatch.delattr(os, "umask")
        put(file("/a/b"), "/a/b", tree, [])
        monkeypatch.undo()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755
