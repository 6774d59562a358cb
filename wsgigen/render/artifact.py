"""What rendering yields."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from wsgigen.record import record

if TYPE_CHECKING:
    from wsgigen.plan.model import Plan


@record
class Artifact:
    """One file of the target host, or one symbolic link when `link` is given."""

    path: PurePosixPath
    content: str = ""
    mode: int = 0o644
    link: str = ""


@record
class Output:
    """One kind of file."""

    name: str
    render: Callable[["Plan"], Iterator[Artifact]]
