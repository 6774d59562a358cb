"""Hashes all that a tree is made from: the same hash means the same tree."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from wsgigen.files.read import read_file, read_regular_file

_PACKAGE = Path(__file__).parent.parent
#: What no tree is made by: nothing that makes one imports it. What options say is hashed as such.
_NO_PART = (
    "__pycache__",
    "check",
    "cli",
    "cluster",
    "discover",
    "host",
    "migrate",
    "pacemaker",
    "simulate",
)
#: Bytes of a profile, or of a file of the package.
_LARGEST = 8 * 1024**2


def origin(profile: Path, *options: str | None) -> str:
    """Return the hash of a profile, of *options*, and of wsgigen's code and templates.

    It is empty if one of them cannot be read, or *profile* can be read only once. Neither Python
    nor the libraries are in it: a tree has the same bytes everywhere, and so does its manifest.
    """
    try:
        if not profile.is_file():
            return ""
        written = sha256(read_file(profile, _LARGEST)).hexdigest()
        return sha256(repr((profile.stem, written, options, _wsgigen())).encode()).hexdigest()
    except OSError:
        return ""


@cache
def _wsgigen() -> str:
    """Return the hash of all that makes trees: in a checkout the version alone stays the same."""
    digest = sha256()
    for name, path in sorted(
        {**dict(_files(_PACKAGE.parent / "vhost_templates")), **dict(_files(_PACKAGE))}.items()
    ):
        content = read_regular_file(path, _LARGEST)
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files(top: Path) -> Iterator[tuple[str, str]]:
    """Yield name and path of every file below *top* that makes trees.

    The name is the same in a checkout and installed.
    """
    package, checkout = f"{_PACKAGE}/", f"{_PACKAGE.parent}/"
    for directory, directories, names in os.walk(top):
        directories[:] = [name for name in directories if name not in _NO_PART]
        for name in names:
            path = f"{directory}/{name}"
            yield path.removeprefix(package).removeprefix(checkout), path
