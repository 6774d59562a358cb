"""The manifest of a profile: the files that wsgigen wrote for it below a root, and their hashes."""

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import TooLarge, read_file, read_regular_file
from wsgigen.record import record
from wsgigen.render.artifact import Artifact

#: Below the root, and part of the tree: the target host can tell what was changed since.
DIRECTORY = PurePosixPath("/usr/share/wsgigen/manifests")
#: The only one of a root until a root could have several profiles; a build moves it.
LEGACY = PurePosixPath("/usr/share/wsgigen/manifest.json")
#: There only while files are replaced one by one: the manifest of before and after in one.
JOURNAL = PurePosixPath("/.wsgigen-new")
#: Bytes of a manifest, and of a file of a tree. A tree of 10,000 services has a manifest of 12 MB.
LARGEST = 32 * 1024**2
#: Values in a manifest.
_MOST = 1_000_000
#: Characters of a path, as the kernel has it. Source: linux/limits.h, PATH_MAX
_LONGEST_PATH = 4096
TOO_LARGE = "too large"  #: instead of a hash


@record
class Manifest:
    """The hashes of every file, by its path on the target host.

    A file has several while a build is under way.
    """

    profile: str
    files: Mapping[str, tuple[str, ...]]
    directories: tuple[str, ...] = ()  #: that did not exist before
    notes: tuple[str, ...] = ()  #: what a person should know before using the tree
    #: Of all of the above and of what it was made from; empty where no second build may trust it.
    seal: str = ""
    staged_suffix: str = ""  #: of the names of staged files, in a journal
    version: str = (
        ""  #: of wsgigen, which made it; empty in those that were made before it was noted
    )


def below(root: Path, path: PurePosixPath | str) -> Path:
    """Return where the target host's *path* is below *root*."""
    return root / str(path).lstrip("/")


def at(root: Path, name: str) -> str:
    """Return the same as text: making a Path of every file takes longer than asking the disk."""
    return f"{str(root).rstrip('/')}/{name.lstrip('/')}"


def parents(name: str) -> Iterator[str]:
    """Yield the directories that *name* is in, from the nearest up, without the root."""
    while name := name.rpartition("/")[0]:
        yield name


def fingerprint(artifact: Artifact) -> str:
    """Return what an artifact looks like on disk: mode and hash, or where a link points."""
    if artifact.link:
        return f"link:{artifact.link}"
    return f"{artifact.mode:o}:{sha256(artifact.content.encode()).hexdigest()}"


def found_hash(path: Path | str) -> str:
    """Return the same of what is on disk.

    It is empty when nothing is there, and `other` for what is neither file nor link. A file that is
    larger than any of ours has a hash that no manifest holds.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if stat.S_ISLNK(status.st_mode):
        return f"link:{os.readlink(path)}"
    if not stat.S_ISREG(status.st_mode):
        return "other"
    mode = f"{status.st_mode & 0o7777:o}"
    try:
        return f"{mode}:{sha256(read_regular_file(path, LARGEST)).hexdigest()}"
    except TooLarge:
        return f"{mode}:{TOO_LARGE}"


def path_of(profile: str) -> PurePosixPath:
    """Return where the manifest of *profile* is on the target host."""
    return DIRECTORY / f"{profile}.json"


def read(root: Path, profile: str) -> Manifest:
    """Return the manifest of *profile* below *root*; an empty one when there is none.

    Raises UserError for one that cannot be used. After a build of *profile* that was killed, the
    journal: it knows the files of both sides.
    """
    for path in (JOURNAL, path_of(profile), LEGACY):
        manifest = read_file_of(root, path)
        if manifest and manifest.profile == profile:
            return manifest
    return Manifest("", {})


def read_file_of(root: Path, name: PurePosixPath) -> Manifest | None:
    """Return the manifest at *name* below *root*; None when there is none. Raises UserError."""
    path = below(root, name)
    try:
        content = read_file(path, LARGEST)
        if content.count(b",") + content.count(b"[") + content.count(b"{") > _MOST:
            raise ValueError(f"it holds more than {_MOST} values")
        manifest = _parse(json.loads(content))
        if name.parent == DIRECTORY and name != path_of(manifest.profile):
            raise ValueError(f"it is that of the profile {manifest.profile}")
        return manifest
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fix = "remove it; files that differ from the profile will then be taken for somebody else's"
        why = error.strerror if isinstance(error, OSError) else error
        problem = Problem(f"is not a manifest of wsgigen: {why}", fix, location=Location(str(path)))
        raise UserError([problem]) from None


def _parse(data: Any) -> Manifest:
    files = {str(name): tuple(map(str, hashes)) for name, hashes in data["files"].items()}
    directories = tuple(map(str, data["directories"]))
    if data["format"] != 1 or not isinstance(data["profile"], str):
        raise ValueError("its format is not known")
    for name in (*files, *directories):
        if not _is_path(name):
            raise ValueError(f"{name[:100]} is not a path below the root")
    staged_suffix = str(data.get("staged", ""))
    if not re.fullmatch("(-[0-9a-f]+)?", staged_suffix):
        raise ValueError("its names of staged files are not wsgigen's")
    notes, seal = tuple(map(str, data.get("notes", ()))), str(data.get("seal", ""))
    version = str(data.get("version", ""))
    return Manifest(data["profile"], files, directories, notes, seal, staged_suffix, version)


def _is_path(name: str) -> bool:
    """Return whether *name* leads to something below the root, and nowhere else."""
    if not name.startswith("/") or len(name) > _LONGEST_PATH or not name.isprintable():
        return False
    return not {"", ".", ".."} & set(name[1:].split("/"))


def signed(manifest: Manifest, origin: str) -> str:
    """Return the seal of a tree made from *origin*, which any change of the manifest breaks."""
    files = sorted((name, *hashes) for name, hashes in manifest.files.items())
    directories = sorted(manifest.directories)
    content = (
        *(origin, manifest.profile, manifest.version),
        *(files, directories, manifest.notes),
    )
    return sha256(repr(content).encode()).hexdigest()


def artifact(manifest: Manifest, path: PurePosixPath | None = None) -> Artifact:
    """Return the manifest as a file of the tree."""
    data = {
        "format": 1,
        "profile": manifest.profile,
        **({"version": manifest.version} if manifest.version else {}),
        "directories": sorted(manifest.directories),
        "files": {name: manifest.files[name] for name in sorted(manifest.files)},
        **({"notes": manifest.notes, "seal": manifest.seal} if manifest.seal else {}),
        **({"staged": manifest.staged_suffix} if manifest.staged_suffix else {}),
    }
    return Artifact(path or path_of(manifest.profile), json.dumps(data, indent=0) + "\n")
