"""What wsgigen wrote below a root, so that it knows its own files again."""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact

#: Below the root, and part of the tree: the target host can tell what was changed since.
PATH = PurePosixPath("/usr/share/wsgigen/manifest.json")
#: There only while files are replaced one by one: the manifest of before and after in one.
JOURNAL = PurePosixPath("/.wsgigen-new")


@record
class Manifest:
    """The prints of every file, by its path on the target host; several while a build is under way."""

    profile: str = ""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    directories: tuple[str, ...] = ()  #: that did not exist before
    notes: tuple[str, ...] = ()  #: what a person should know before using the tree
    seal: str = ""  #: of all of the above and of what it was made from; empty where no second build may trust it


def below(root: Path, path: PurePosixPath | str) -> Path:
    """Where the target host's *path* is below *root*."""
    return root / str(path).lstrip("/")


def at(root: Path, name: str) -> str:
    """The same as text, for what is asked of every file: making a Path takes longer than asking the disk."""
    return f"{str(root).rstrip('/')}/{name.lstrip('/')}"


def parents(name: str) -> Iterator[str]:
    """The directories that *name* is in, from the nearest up, without the root."""
    while name := name.rpartition("/")[0]:
        yield name


def fingerprint(artifact: Artifact) -> str:
    """What an artifact looks like on disk: mode and hash, or where a link points."""
    if artifact.link:
        return f"link:{artifact.link}"
    return f"{artifact.mode:o}:{sha256(artifact.content.encode()).hexdigest()}"


def found(path: Path | str) -> str:
    """The same of what is on disk; empty when nothing is there, `other` for what is neither file nor link."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if stat.S_ISLNK(status.st_mode):
        return f"link:{os.readlink(path)}"
    if not stat.S_ISREG(status.st_mode):
        return "other"
    with open(path, "rb", buffering=0) as stream:
        return f"{status.st_mode & 0o7777:o}:{sha256(stream.readall()).hexdigest()}"


def read(root: Path) -> Manifest:
    """The manifest below *root*; an empty one when there is none. Raises UserError for one that cannot be used.

    After a build that was killed, the journal: it knows the files of both sides.
    """
    return _read(below(root, JOURNAL)) or _read(below(root, PATH)) or Manifest()


def forget(root: Path) -> None:
    """Remove the manifest: from then on nothing below *root* is wsgigen's."""
    below(root, PATH).unlink(missing_ok=True)


def _read(path: Path) -> Manifest | None:
    try:
        return _parse(json.loads(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fix = "remove it; files that differ from the profile will then be taken for somebody else's"
        raise UserError(
            [Problem(f"is not a manifest of wsgigen: {error}", fix, location=Location(str(path)))]
        ) from None


def _parse(data: Any) -> Manifest:
    files = {str(name): tuple(map(str, prints)) for name, prints in data["files"].items()}
    directories = tuple(map(str, data["directories"]))
    if data["format"] != 1 or not isinstance(data["profile"], str):
        raise ValueError("its format is not known")
    for name in (*files, *directories):
        if (
            not name.startswith("/")
            or {"", ".", ".."} & set(name[1:].split("/"))
            or not name.isprintable()
        ):
            raise ValueError(f"{name} is not a path below the root")
    notes, seal = tuple(map(str, data.get("notes", ()))), str(data.get("seal", ""))
    return Manifest(data["profile"], files, directories, notes, seal)


def sealed(manifest: Manifest, origin: str) -> str:
    """The seal of a tree made from *origin*: whoever changes a line of the manifest breaks it."""
    files = sorted((name, *prints) for name, prints in manifest.files.items())
    return sha256(
        repr(
            (origin, manifest.profile, files, sorted(manifest.directories), manifest.notes)
        ).encode()
    ).hexdigest()


def artifact(manifest: Manifest, path: PurePosixPath = PATH) -> Artifact:
    """The manifest as a file of the tree."""
    data = {
        "format": 1,
        "profile": manifest.profile,
        "directories": sorted(manifest.directories),
        "files": {name: manifest.files[name] for name in sorted(manifest.files)},
        **({"notes": manifest.notes, "seal": manifest.seal} if manifest.seal else {}),
    }
    return Artifact(path, json.dumps(data, indent=0) + "\n")
