"""Keeps compiled templates in `__pycache__` beside their sources, as Python keeps modules.

As with modules, templates are compiled each time where that directory cannot be written, and
`PYTHONDONTWRITEBYTECODE` and `PYTHONPYCACHEPREFIX` hold. Kept code is used only as long as
everything that it was made from is the same.
"""

import marshal
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from types import CodeType

from wsgigen.files.read import read_file, read_own_file
from wsgigen.files.save import replace_file

_SIZE = sha256().digest_size
#: Bytes of a template, of its code, and of the module that translates it.
_LARGEST = 8 * 1024**2
_TRANSLATOR = Path(__file__).with_name("translate.py")


class Compiled:
    """The compiled templates; *translator* is the module that makes Python of them."""

    def __init__(self, translator: Path = _TRANSLATOR) -> None:
        makers = (_jinja2(), sys.version, read_file(translator, _LARGEST))
        self._made_by = sha256(repr(makers).encode()).digest()

    def code_of(self, path: Path) -> CodeType:
        """Return the code of the template *path*: what is kept, or else what it is compiled to."""
        source = read_file(path, _LARGEST)
        checksum = sha256(self._made_by + source).digest()
        kept = Path(cache_from_source(path, optimization="jinja2"))
        return _load(kept, checksum) or _compile(path, source.decode(), kept, checksum)


def _compile(path: Path, source: str, kept: Path, checksum: bytes) -> CodeType:
    from wsgigen.render.translate import translate  # noqa: PLC0415 - Jinja2 is for this alone

    code = compile(translate(source), str(path), "exec")
    if not sys.dont_write_bytecode:
        _keep(kept, code, checksum)
    return code


def _jinja2() -> tuple[object, ...]:
    """Return what changes with the version of Jinja2, which is not imported for that."""
    spec = find_spec("jinja2")
    status = os.stat(spec.origin) if spec and spec.origin else None
    return (status.st_mtime_ns, status.st_size) if status else ()


def _load(path: Path, checksum: bytes) -> CodeType | None:
    """Return the code in *path*, unless it is missing, damaged, outdated or writable by others.

    marshal must read nothing but what it wrote.
    """
    with suppress(OSError):
        kept = read_own_file(path, _LARGEST)
        if kept[:_SIZE] == sha256(checksum + kept[_SIZE:]).digest():
            code: CodeType = marshal.loads(kept[_SIZE:])  # noqa: S302 - sealed
            return code
    return None


def _keep(path: Path, code: CodeType, checksum: bytes) -> None:
    """Write *code* with one rename, so that concurrent builds see all of it or nothing."""
    content = marshal.dumps(code)
    with suppress(OSError):
        seal = sha256(checksum + content).digest()
        replace_file(path, seal + content, mode=0o644, make=True)
