"""Puts one artifact where nothing is yet."""

import os
from pathlib import Path

from wsgigen.render.artifact import Artifact


def put(artifact: Artifact, path: str | Path, made: list[Path]) -> None:
    """Make *path*, and the directories above it that are missing, which are added to *made*; no umask matters.

    Raises FileExistsError when something is there: it is never written through.
    """
    mkdir(os.path.dirname(path), made)
    if artifact.link:
        os.symlink(artifact.link, path)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(artifact.content.encode())
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
