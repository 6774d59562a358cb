"""Content comes out of gzip and bzip2 as it went in, in bounded pieces, or is refused."""

import bz2
import gzip
import io
import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsgigen.pacemaker.cib.compressed import PIECE_SIZE, DamagedContent, decompressed

PACKED = {"gzip": gzip.compress, "bzip2": bz2.compress}
packed = pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
Pack = Callable[[bytes], bytes]


def unpacked(content: bytes) -> bytes:
    return b"".join(decompressed(io.BytesIO(content)))


#: Lengths around those of pieces; what is random stays as long when it is packed.
LENGTHS = (0, 1, PIECE_SIZE - 1, PIECE_SIZE, PIECE_SIZE + 1, 3 * PIECE_SIZE)


@packed
@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_what_was_packed(pack: Pack, length: int) -> None:
    for content in (os.urandom(length), b"<cib/>"[:1] * length):
        assert unpacked(pack(content)) == content


@pytest.mark.parametrize("length", LENGTHS)
def test_what_is_not_packed_is_itself(length: int) -> None:
    content = b"x" * length
    assert unpacked(content) == content


@packed
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4))
def test_members_that_follow_each_other_are_one_content(pack: Pack, contents: list[bytes]) -> None:
    assert unpacked(b"".join(map(pack, contents))) == b"".join(contents)


@packed
def test_a_member_may_begin_at_the_end_of_a_piece(pack: Pack) -> None:
    first = pack(os.urandom(PIECE_SIZE - 2000))
    for content in (os.urandom(PIECE_SIZE - 2000 + more) for more in range(0, 2000, 97)):
        assert unpacked(pack(content) + first)[: len(content)] == content


def test_zeros_that_tapes_pad_a_member_with_are_no_content() -> None:
    assert unpacked(gzip.compress(b"a") + bytes(1000) + gzip.compress(b"b") + bytes(10)) == b"ab"


@packed
def test_a_small_file_never_becomes_a_large_piece(pack: Pack) -> None:
    pieces = decompressed(io.BytesIO(pack(bytes(100 * PIECE_SIZE))))
    sizes = [len(piece) for piece in pieces]
    assert max(sizes) <= PIECE_SIZE
    assert sum(sizes) == 100 * PIECE_SIZE


@packed
@pytest.mark.parametrize("length", [100, 2 * PIECE_SIZE])
def test_what_ends_in_the_middle_is_damaged(pack: Pack, length: int) -> None:
    content = pack(os.urandom(length))
    for end in (4, len(content) // 2, len(content) - 1):
        with pytest.raises(DamagedContent, match="ends in the middle"):
            unpacked(content[:end])


@packed
def test_what_is_not_what_its_first_bytes_say_is_damaged(pack: Pack) -> None:
    head = pack(b"content")[:3]
    with pytest.raises(DamagedContent):
        unpacked(head + b"\xff" * 100)
