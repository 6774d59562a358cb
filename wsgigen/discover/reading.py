"""Parts of the readers of a host's files."""

from wsgigen.files.below import FilesBelow
from wsgigen.record import record

#: Characters of a line that are quoted.
_QUOTED = 120


@record
class Gap:
    """Something of a host that could not be looked at, and what that needs."""

    about: str
    needs: str


def unreadable(files: FilesBelow, path: str, error: OSError) -> Gap:
    """Return the gap that *path* is, which cannot be read because of *error*."""
    return Gap(files.shown(path), f"a file that can be read ({error.strerror})")


def quoted(text: str) -> str:
    """Return the line *text*, or the beginning of a long one."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}..."
