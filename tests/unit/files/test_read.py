"""A file of a tree, or of wsgigen itself, is read with few calls, and within the same bounds."""

import os
from pathlib import Path

import pytest

from wsgigen.files.read import TooLarge, read_file, read_regular_file


@pytest.mark.parametrize("size", [0, 1, 7])
def test_a_regular_file_is_read_whole_up_to_the_bound(tmp_path, size):
    path = tmp_path / "file"
    path.write_bytes(b"a" * size)
    assert read_regular_file(path, 7) == b"a" * size


def test_a_regular_file_beyond_the_bound_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"a" * 8)
    with pytest.raises(TooLarge, match="more than 7 bytes"):
        read_regular_file(path, 7)


def test_a_file_that_does_not_tell_its_size_is_read_whole():
    path = Path("/proc/self/cmdline")
    assert path.stat().st_size == 0
    assert read_regular_file(path, 10**6) == read_file(path, 10**6) != b""


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_regular_file_is_refused(tmp_path, make):
    make(tmp_path / "other")
    with pytest.raises(OSError, match=r"directory|no regular file"):
        read_regular_file(tmp_path / "other", 7)
