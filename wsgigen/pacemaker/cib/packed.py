"""A file's content in pieces, unpacked when it is gzip or bzip2, and never more of it than asked for.

Pacemaker packs what it keeps: the scheduler's inputs are `pe-input-*.bz2`. What a file is, its first bytes say
(RFC 1952, 2.3.1; bzip2's "BZh"); its name says nothing. Pieces are bounded, so a small file cannot become a large one in memory.
"""

import bz2
import zlib
from collections.abc import Iterator
from typing import Protocol

#: Bytes of one piece.
PIECE = 2**16


class Stream(Protocol):
    """What packed content is read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most *size*; none at the end."""


class Damaged(Exception):
    """The packed content ends early or is not what its first bytes said."""


def pieces(stream: Stream) -> Iterator[bytes]:
    """The content of *stream*, unpacked, at most PIECE bytes at a time. Raises Damaged."""
    first = stream.read(PIECE)
    if first.startswith(b"\x1f\x8b"):
        yield from _gzip(first, stream)
    elif first.startswith(b"BZh"):
        yield from _bzip2(first, stream)
    else:
        yield from _plain(first, stream)


def _plain(data: bytes, stream: Stream) -> Iterator[bytes]:
    while data:
        yield data
        data = stream.read(PIECE)


def _gzip(data: bytes, stream: Stream) -> Iterator[bytes]:
    """Members that follow each other are one content: RFC 1952, 2.2."""
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not unpacker.eof:
            if not data:
                raise Damaged("it ends in the middle")
            try:
                yield unpacker.decompress(data, PIECE)
            except zlib.error as error:
                raise Damaged(str(error)) from None
            data = unpacker.unconsumed_tail or (b"" if unpacker.eof else stream.read(PIECE))
        data = _padded(unpacker.unused_data) or stream.read(PIECE)


def _bzip2(data: bytes, stream: Stream) -> Iterator[bytes]:
    """Streams that follow each other are one content: bzip2(1)."""
    while data:
        unpacker = bz2.BZ2Decompressor()
        while not unpacker.eof:
            if unpacker.needs_input and not data:
                raise Damaged("it ends in the middle")
            try:
                yield unpacker.decompress(data, PIECE)
            except OSError as error:
                raise Damaged(str(error)) from None
            data = stream.read(PIECE) if unpacker.needs_input and not unpacker.eof else b""
        data = unpacker.unused_data or stream.read(PIECE)


def _padded(data: bytes) -> bytes:
    """What follows a member, without the zeros that tapes pad with."""
    return data.lstrip(b"\0")
