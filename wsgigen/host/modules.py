"""Finds the module of an entrypoint as its Python would, without running code.

importlib.util.find_spec("a.b") imports a, and the user who verifies may be root. So each part of
a name is searched for in explicit directories.

Source
    Python documentation: "The import system", Path entry finders
"""

import re
from collections.abc import Iterable
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path

from wsgigen.catalog.model import Application, Version
from wsgigen.host.search_path import SearchPath


def find(application: Application, path: SearchPath, python: Version) -> Path | None:
    """Return the file or directory of *application*'s module, or of its file in there.

    None if there is none.
    """
    directories: Iterable[Path] = path.directories
    origin: Path | None = None
    name = ""
    for part in application.module.split("."):
        name = f"{name}.{part}" if name else part
        origin, directories = _step(name, directories, path.mapping, python)
        if origin is None:
            return None
    if not application.file:
        return origin
    return next(
        (file for directory in directories if (file := directory / application.file).is_file()),
        None,
    )


def _step(
    name: str, directories: Iterable[Path], mapping: dict[str, Path], python: Version
) -> tuple[Path | None, tuple[Path, ...]]:
    """Return where *name* comes from, and the directories of its submodules.

    A namespace package is in several directories.
    """
    portions: list[Path] = []
    mapped = mapping.get(name)
    for directory in [mapped.parent, *directories] if mapped else directories:
        spec = FileFinder(str(directory), *_loaders(python)).find_spec(name)
        if spec is None:
            continue
        inside = tuple(map(Path, spec.submodule_search_locations or ()))
        if spec.loader is not None:
            return Path(str(spec.origin)), inside
        portions += inside
    return (portions[0] if portions else None), tuple(portions)


def _loaders(python: Version) -> tuple[tuple[type, list[str]], ...]:
    extensions = [
        re.sub(r"cpython-\d+", f"cpython-{python[0]}{python[1]}", suffix)
        for suffix in EXTENSION_SUFFIXES
    ]
    return (
        (ExtensionFileLoader, extensions),
        (SourceFileLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
