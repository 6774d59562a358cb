"""The results of `wsgigen build`."""

from pathlib import Path

from wsgigen.errors import Refusal
from wsgigen.record import record
from wsgigen.tree.difference import Difference
from wsgigen.tree.written import Written


@record
class Built:
    """A tree that is as its profile says; `next_steps` are commands for this machine."""

    root: Path
    written: Written
    notes: tuple[str, ...] = ()
    kept_running: tuple[str, ...] = ()  #: units whose files were left because they run
    next_steps: tuple[str, ...] = ()


@record
class TreeComparison:
    """A tree, and how a build would change it; `accept` is the build, empty if nothing differs."""

    root: Path
    profile: Path
    exists: bool
    differences: tuple[Difference, ...] = ()
    accept: str = ""


@record
class LeftOver:
    """A tree of a profile that is no longer there; `accept` is the command that removes it."""

    tree: Path
    directories: str  #: of the profiles, for people to read
    accept: str


Result = Built | TreeComparison | LeftOver | Refusal
