"""What rendering yields."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from wsgigen.record import record

if TYPE_CHECKING:
    from wsgigen.plan.model import Plan


@record
class Artifact:
    """One file of the target host, or one symbolic link when `link` is given.

    `instance` says whose it is, and is empty for what instances share. `then` is the verb and the unit that make
    the host use a change of it, and is empty for what is read each time.
    """

    path: PurePosixPath
    content: str = ""
    mode: int = 0o644
    link: str = ""
    instance: str = ""
    then: str = ""


@record
class Output:
    """One kind of file."""

    name: str
    render: Callable[["Plan"], Iterator[Artifact]]
