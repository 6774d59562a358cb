"""Files and directories -> profiles."""

from collections.abc import Iterable
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError


def profiles_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the profiles at *paths*, each once, and those in a directory by their names.

    Raises UserError for a directory that holds none.
    """
    profiles: list[Path] = []
    for path in paths:
        inside = _profiles_below(path) if path.is_dir() else [path]
        if not inside:
            fix = "name a directory with *.yaml or *.yml in it"
            raise UserError([Problem("holds no profile", fix, location=Location(str(path)))])
        profiles += inside
    return tuple(dict.fromkeys(profiles))


def _profiles_below(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.suffix in (".yaml", ".yml"))
