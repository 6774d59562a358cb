"""Keeps compiled templates in `__pycache__` beside their sources, as Python keeps modules.

As with modules, templates are compiled each time where that directory cannot be written, and
`PYTHONDONTWRITEBYTECODE` and `PYTHONPYCACHEPREFIX` hold. Kept code is used only as long as
everything that it was made from is the same.
"""

import marshal
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from wsgigen.files.read import read_file, read_own_file
from wsgigen.files.save import replace_file
from wsgigen.render import syntax

_SIZE = sha256().digest_size
#: Bytes of a compiled template, and of a module that makes it.
_LARGEST = 8 * 1024**2


class Compiled(BytecodeCache):
    """The cache of compiled templates.

    *maker* is the file that says how templates are compiled. Constants are quoted by `syntax` when
    a template is compiled, so that module decides, too.
    """

    def __init__(self, maker: str) -> None:
        makers = (
            jinja2.__version__,
            sys.version,
            read_file(maker, _LARGEST),
            read_file(syntax.__file__, _LARGEST),
        )
        self._made_by = sha256(repr(makers).encode()).hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the path of a template's code; it names the Python that the code is for."""
        return cache_from_source(filename or name, optimization="jinja2")

    def get_source_checksum(self, source: str) -> str:
        """Return the checksum of everything that decides the code."""
        return sha256(f"{self._made_by}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket*, unless the file is missing, damaged, made from another source or writable by others.

        marshal must read nothing but what it wrote.
        """
        with suppress(OSError):
            kept = read_own_file(bucket.key, _LARGEST)
            if kept[:_SIZE] == _seal(bucket, kept[_SIZE:]):
                bucket.code = marshal.loads(kept[_SIZE:])  # noqa: S302 - sealed

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code with one rename, so that concurrent builds see all of it or nothing."""
        if sys.dont_write_bytecode:
            return
        code = marshal.dumps(bucket.code)
        content = _seal(bucket, code) + code
        with suppress(OSError):
            replace_file(Path(bucket.key), content, mode=0o644, make=True)


def _seal(bucket: Bucket, code: bytes) -> bytes:
    """Return the hash of *code* and of everything that decides it."""
    return sha256(bucket.checksum.encode() + code).digest()
