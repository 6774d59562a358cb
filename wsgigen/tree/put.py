"""Puts one artifact where nothing is yet; and a list or a report where it is asked for."""

import os
from contextlib import suppress
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.render.artifact import Artifact


def save(path: Path, text: str) -> None:
    """Write a file that is no part of a tree: a reader sees the old or the new one. A pipe or a device is written to as it is.

    Raises UserError for what the disk refuses.
    """
    special = path.exists() and not path.is_file()
    new = path if special else path.with_name(f".{path.name}.wsgigen-new")
    try:
        new.write_text(text, errors="surrogateescape")
        if not special:
            os.replace(new, path.resolve())
    except OSError as error:
        with suppress(OSError):
            if not special:
                new.unlink()
        raise UserError(
            [
                Problem(
                    f"cannot be written: {error.strerror}",
                    "name another file",
                    location=Location(str(path)),
                )
            ]
        ) from None


def put(artifact: Artifact, path: str | Path, made: list[Path]) -> None:
    """Make *path*, and the directories above it that are missing, which are added to *made*; no umask matters.

    Raises FileExistsError when something is there: it is never written through.
    """
    mkdir(os.path.dirname(path), made)
    if artifact.link:
        os.symlink(artifact.link, path)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb", buffering=0) as stream:
        content = artifact.content.encode()
        while content:  # once nearly always; a buffer would cost two system calls more a file
            content = content[stream.write(content) :]
        os.fchmod(descriptor, artifact.mode)


def mkdir(directory: str | Path, made: list[Path]) -> None:
    """Make *directory* and those above it that are missing, with their mode from the first moment on."""
    if os.path.isdir(directory):
        return
    mkdir(os.path.dirname(directory), made)
    before = os.umask(0o022)
    try:
        os.mkdir(directory)
    finally:
        os.umask(before)
    made.append(Path(directory))
