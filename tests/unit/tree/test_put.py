import os
import stat

import pytest

from tests.unit.tree.trees import file, link
from wsgigen.errors import UserError
from wsgigen.tree.put import mkdir, put, save


@pytest.mark.parametrize("one", [file("/a", "new\n"), link("/a", "new")], ids=["file", "link"])
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
def test_what_is_there_is_never_written_through(tmp_path, one, plant):
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    plant(tmp_path / "a", victim)
    with pytest.raises(FileExistsError):
        put(one, tmp_path / "a", [])
    assert victim.read_text() == "precious\n"
    assert not (tmp_path / "nowhere").exists()


def test_directories_that_were_made_are_told_from_the_top(tmp_path):
    made = []
    (tmp_path / "a").mkdir()
    put(file("/a/b/c/d"), tmp_path / "a/b/c/d", made)
    put(file("/a/b/e"), tmp_path / "a/b/e", made)
    assert made == [tmp_path / "a/b", tmp_path / "a/b/c"]


def test_a_directory_has_its_mode_whatever_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        mkdir(tmp_path / "a", [])
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_a_file_is_nobody_elses_until_it_is_whole(tmp_path):
    """No moment at which a file that ends up unreadable for others could be read."""
    put(file("/a", mode=0o600), tmp_path / "a", [])
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path):
    save(tmp_path / "list", "a\n")
    (tmp_path / ".list.wsgigen-new").mkdir()
    with pytest.raises(UserError) as raised:
        save(tmp_path / "list", "b\n")
    assert "cannot be written: Is a directory" in str(raised.value.problems[0].message)
    assert (tmp_path / "list").read_text() == "a\n"


def test_a_device_stays_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    save(tmp_path / "pipe", "a\n")
    assert os.read(reader, 9) == b"a\n"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    save(tmp_path / "link", "a\n")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "a\n"
