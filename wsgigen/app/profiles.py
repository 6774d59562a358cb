"""Files and directories -> profiles."""

import os
from collections.abc import Iterable
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_names

#: Names in a directory of profiles.
_MOST = 10_000


def profiles_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the profiles at *paths*, each once, and those in a directory by their names.

    Raises UserError for a directory that holds none.
    """
    profiles: list[Path] = []
    for path in paths:
        inside = _profiles_below(path) if os.path.isdir(path) else [path]
        if not inside:
            fix = "name a directory with *.yaml or *.yml in it"
            raise UserError([Problem("holds no profile", fix, location=Location(str(path)))])
        profiles += inside
    return tuple(dict.fromkeys(profiles))


def _profiles_below(directory: Path) -> list[Path]:
    try:
        paths = [directory / name for name in read_names(directory, _MOST)]
    except OSError as error:
        fix = "name the profiles one by one"
        location = Location(str(directory))
        problem = Problem(f"cannot be read: {error.strerror}", fix, location=location)
        raise UserError([problem]) from None
    return [path for path in paths if path.suffix in (".yaml", ".yml")]
