"""Pieces of a file's content, decompressed when it is gzip or bzip2.

Pacemaker compresses what it keeps: the scheduler's inputs are `pe-input-*.bz2`. The first bytes of
a file say what it is (RFC 1952, 2.3.1; bzip2's "BZh"), never its name. Pieces are bounded, so that
a small file cannot become a large one in memory.
"""

import bz2
import zlib
from collections.abc import Iterator
from typing import Protocol

#: Bytes of a piece.
PIECE_SIZE = 2**16


class Stream(Protocol):
    """A file with compressed content, or plain."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most *size*; none at the end."""


class DamagedContent(Exception):
    """Compressed content that ends early or is not what its first bytes said."""


def decompressed(stream: Stream) -> Iterator[bytes]:
    """Return the content of *stream* in pieces of at most PIECE_SIZE bytes.

    Raises DamagedContent.
    """
    first = stream.read(PIECE_SIZE)
    if first.startswith(b"\x1f\x8b"):
        yield from _gzip(first, stream)
    elif first.startswith(b"BZh"):
        yield from _bzip2(first, stream)
    else:
        yield from _plain(first, stream)


def _plain(data: bytes, stream: Stream) -> Iterator[bytes]:
    while data:
        yield data
        data = stream.read(PIECE_SIZE)


def _gzip(data: bytes, stream: Stream) -> Iterator[bytes]:
    """Return the content of all members, which follow each other: RFC 1952, 2.2."""
    while data:
        decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not decompressor.eof:
            if not data:
                raise DamagedContent("it ends in the middle")
            try:
                yield decompressor.decompress(data, PIECE_SIZE)
            except zlib.error as error:
                raise DamagedContent(str(error)) from None
            data = decompressor.unconsumed_tail or (
                b"" if decompressor.eof else stream.read(PIECE_SIZE)
            )
        data = _without_padding(decompressor.unused_data) or stream.read(PIECE_SIZE)


def _bzip2(data: bytes, stream: Stream) -> Iterator[bytes]:
    """Return the content of all streams, which follow each other: bzip2(1)."""
    while data:
        decompressor = bz2.BZ2Decompressor()
        while not decompressor.eof:
            if decompressor.needs_input and not data:
                raise DamagedContent("it ends in the middle")
            try:
                yield decompressor.decompress(data, PIECE_SIZE)
            except OSError as error:
                raise DamagedContent(str(error)) from None
            data = (
                stream.read(PIECE_SIZE)
                if decompressor.needs_input and not decompressor.eof
                else b""
            )
        data = decompressor.unused_data or stream.read(PIECE_SIZE)


def _without_padding(data: bytes) -> bytes:
    """Return what follows a member, without the zeros that tapes pad with."""
    return data.lstrip(b"\0")
