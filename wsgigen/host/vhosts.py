"""Finds and reads the vhosts of this machine."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import TooLarge, read_file, read_names

#: Where distributions keep vhosts that are in use.
_VHOSTS = (
    "apache2/sites-enabled",
    "apache2/conf-enabled",
    "apache2/vhosts.d",
    "apache2/conf.d",
    "httpd/conf.d",
)
#: Bytes that are read of all configuration together.
_LARGEST = 4 * 1024**2
#: Names that are read of one directory.
_MOST_NAMES = 20_000
_NAME_FEWER = "name the vhosts of the services with --vhosts"


def vhosts(etc: Path = Path("/etc")) -> tuple[Path, ...]:
    """Return the directories with this machine's vhosts."""
    return tuple(etc / name for name in _VHOSTS if (etc / name).is_dir())


def configuration(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield name and content of each file, and of each `*.conf` in a directory.

    Raises UserError for a file that cannot be read.
    """
    total = 0
    for path in paths:
        try:
            for file in _files(path):
                content = read_file(file, _LARGEST - total, may_be_pipe=True)
                total += len(content)
                yield str(file), content.decode(errors="replace")
        except TooLarge as error:
            message = f"is more than {_LARGEST} bytes of configuration, with the files before it"
            location = Location(str(error.filename))
            raise UserError([Problem(message, _NAME_FEWER, location=location)]) from None
        except OSError as error:
            location = Location(str(error.filename or path))
            message = f"cannot be read: {error.strerror}"
            raise UserError([Problem(message, _NAME_FEWER, location=location)]) from None


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [path / name for name in read_names(path, _MOST_NAMES) if name.endswith(".conf")]
