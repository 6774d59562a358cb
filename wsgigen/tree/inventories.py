"""Reads which addresses the instances in a root listen on, from their inventories."""

from collections.abc import Container, Iterator
from pathlib import Path, PurePosixPath

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_file, read_names
from wsgigen.tree.manifest import at, below

#: Bytes of an inventory, and files in their directory.
_LARGEST, _MOST = 1024**2, 100_000


def listens(root: Path, directory: PurePosixPath, own: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield place and address for each address in the inventories in *directory*.

    Those that *own* has are passed over. An older inventory has only ports, of whatever address.
    Raises UserError for what cannot be read.
    """
    try:
        path = below(root, directory)
        names = read_names(path, _MOST) if path.is_dir() else []
        # Names that begin with a dot are files that a killed build has staged.
        for name in (f"{directory}/{name}" for name in names if name[0] != "."):
            if name not in own:
                content = read_file(below(root, name), _LARGEST).decode(errors="replace")
                for address in _addresses(content):
                    yield at(root, name), address
    except OSError as error:
        problem = Problem(
            f"cannot be read: {error.strerror}",
            "run as a user who may read it",
            location=Location(str(error.filename or root)),
        )
        raise UserError([problem]) from None


def _addresses(content: str) -> list[str]:
    lines = [line.partition(" ")[::2] for line in content.splitlines()]
    addresses = [value for key, value in lines if key == "listen"]
    return addresses or [f"*:{value}" for key, value in lines if key == "port"]
