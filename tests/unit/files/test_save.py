import os
import stat
from pathlib import Path

import pytest

from tests.unit.given import as_root
from wsgigen.errors import UserError
from wsgigen.files.save import replace_file, save


def why_refused(path: Path) -> str:
    with pytest.raises(UserError) as raised:
        save(path, "ours\n")
    return raised.value.problems[0].message


def test_a_report_replaces_the_old_one_and_leaves_nothing_else(tmp_path):
    save(tmp_path / "list", "a\n")
    save(tmp_path / "list", "b\n")
    assert (tmp_path / "list").read_text() == "b\n"
    assert os.listdir(tmp_path) == ["list"]


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    save(tmp_path / "list", "a\n")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", fail)
    assert why_refused(tmp_path / "list") == "cannot be written: No space left on device"
    assert (tmp_path / "list").read_text() == "a\n"
    assert os.listdir(tmp_path) == ["list"]


def test_a_directory_is_refused_as_one(tmp_path):
    assert why_refused(tmp_path) == "cannot be written: Is a directory"


def test_a_pipe_stays_one(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    save(tmp_path / "pipe", "a\n")
    assert os.read(reader, 9) == b"a\n"
    os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_pipe_that_nobody_reads_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert why_refused(tmp_path / "pipe") == "cannot be written: No such device or address"


def test_a_link_of_ones_own_is_written_through(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link").symlink_to("../file")
    save(tmp_path / "in/link", "a\n")
    assert (tmp_path / "in/link").is_symlink()
    assert (tmp_path / "file").read_text() == "a\n"


@as_root
@pytest.mark.parametrize("where", ["the file", "its directory"])
def test_a_link_of_another_users_is_not_followed(tmp_path, where):
    """Whoever may write into a directory where root writes a report would choose the file that root replaces."""
    (tmp_path / "etc").mkdir()
    victim = tmp_path / "etc/victim"
    victim.write_text("precious\n")
    link = tmp_path / "link"
    link.symlink_to(victim if where == "the file" else victim.parent)
    os.lchown(link, 65534, 65534)
    why = why_refused(link if where == "the file" else link / "victim")
    assert why == "cannot be written: link is a link of another user's (uid 65534)"
    assert victim.read_text() == "precious\n"


@as_root
def test_a_link_planted_under_a_name_that_was_used_before_is_not_written_through(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    planted = tmp_path / ".check.sarif.wsgigen-new"
    planted.symlink_to(victim)
    os.lchown(planted, 65534, 65534)
    save(tmp_path / "check.sarif", "ours\n")
    assert victim.read_text() == "precious\n"
    assert planted.is_symlink()


def test_directories_that_are_missing_are_nobody_elses_to_change(tmp_path):
    before = os.umask(0)
    try:
        replace_file(tmp_path / "a/b/c", b"code", mode=0o644, make=True)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o755, 0o644]


def test_links_that_lead_in_a_circle_end(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert why_refused(tmp_path / "a") == "cannot be written: Too many levels of symbolic links"


@pytest.mark.parametrize("name", ["plain", "./dotted", "sub/../up"])
def test_a_relative_path_is_of_the_current_directory(tmp_path, monkeypatch, name):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    save(Path(name), "a\n")
    assert (tmp_path / Path(name).name).read_text() == "a\n"
