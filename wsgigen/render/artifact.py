"""What rendering yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgigen.plan.model import Plan


@dataclass(frozen=True)
class Artifact:
    """One file of the target host, or one symbolic link when `link` is given."""

    path: PurePosixPath
    content: str = ""
    mode: int = 0o644
    link: str = ""


@dataclass(frozen=True)
class Output:
    """One kind of file."""

    name: str
    render: Callable[["Plan"], Iterator[Artifact]]
