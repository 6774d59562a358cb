"""Keeps compiled templates where Python keeps compiled modules: in `__pycache__` beside their sources.

As with modules, who cannot write there compiles anew each time, and `PYTHONDONTWRITEBYTECODE` and
`PYTHONPYCACHEPREFIX` hold. What is kept is used only while everything that made it is the same.
"""

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from wsgigen.render import syntax

_SIZE = sha256().digest_size


class Compiled(BytecodeCache):
    """*maker* is the file that says how templates are compiled; constants are quoted then too, hence by `syntax`."""

    def __init__(self, maker: str) -> None:
        makers = (
            jinja2.__version__,
            sys.version,
            Path(maker).read_bytes(),
            Path(syntax.__file__).read_bytes(),
        )
        self._made_by = sha256(repr(makers).encode()).hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file of a template's code; its name holds that of the Python it is for."""
        return cache_from_source(filename or name, optimization="jinja2")

    def get_source_checksum(self, source: str) -> str:
        """Of all that decides the code."""
        return sha256(f"{self._made_by}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket*, unless the file is missing, damaged or of another source: marshal must see nothing but its own."""
        with suppress(OSError):
            kept = Path(bucket.key).read_bytes()
            if kept[:_SIZE] == _seal(bucket, kept[_SIZE:]):
                bucket.code = marshal.loads(kept[_SIZE:])  # noqa: S302 - its own, and at once: Bucket reads it byte by byte

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code by one rename, so that builds at the same time see all of it or nothing."""
        if sys.dont_write_bytecode:
            return
        code, staged = marshal.dumps(bucket.code), Path(f"{bucket.key}.{os.getpid()}")
        try:
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(_seal(bucket, code) + code)
            staged.replace(bucket.key)
        except OSError:
            with suppress(OSError):
                staged.unlink()


def _seal(bucket: Bucket, code: bytes) -> bytes:
    """The hash of *code* and of what decides it."""
    return sha256(bucket.checksum.encode() + code).digest()
