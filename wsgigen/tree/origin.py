"""What a tree is made from, as one hash: while it is the same, a build would make the same tree."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
#: What no tree is made by: the layers of .importlinter have these above.
_NO_PART = ("__pycache__", "check", "live")


def origin(profile: Path, *options: str | None) -> str:
    """The hash of a profile's name and bytes, of *options*, and of wsgigen's own code and templates; empty if one cannot be read.

    Neither Python nor the libraries are in it: a tree has the same bytes everywhere, and so does its manifest.
    """
    try:
        written = sha256(profile.read_bytes()).hexdigest()
        return sha256(repr((profile.stem, written, options, _wsgigen())).encode()).hexdigest()
    except OSError:
        return ""


@cache
def _wsgigen() -> str:
    """All that makes trees, and not the version alone: in a checkout that stays the same."""
    digest = sha256()
    for name, path in sorted(
        {**dict(_files(_PACKAGE.parent / "vhost_templates")), **dict(_files(_PACKAGE))}.items()
    ):
        with open(path, "rb", buffering=0) as stream:
            content = stream.readall()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files(top: Path) -> Iterator[tuple[str, str]]:
    """Every file below *top* that makes trees: its name, which is the same in a checkout and installed, and its path."""
    package, checkout = f"{_PACKAGE}/", f"{_PACKAGE.parent}/"
    for directory, directories, names in os.walk(top):
        directories[:] = [name for name in directories if name not in _NO_PART]
        for name in names:
            path = f"{directory}/{name}"
            yield path.removeprefix(package).removeprefix(checkout), path
